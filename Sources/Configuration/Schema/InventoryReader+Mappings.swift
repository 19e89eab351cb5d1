import Metro

extension InventoryReader {
    func mapping(_ field: Field) -> NameMapping? { nil }
}
