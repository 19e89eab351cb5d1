import Metro

extension InventoryReader {
    func export(_ field: Field) -> ExportSource? { nil }
}
