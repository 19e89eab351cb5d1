import Metro

extension InventoryReader {
    /// `devices[].gnmi`.
    func gnmiAccess(_ field: Field) -> GNMIAccess? { nil }
}
