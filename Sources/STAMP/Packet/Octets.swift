/// Big-endian fields. Reading past the end gives `nil`, writing past the end nothing.
extension [UInt8] {
    func field<Number: FixedWidthInteger>(_: Number.Type, at offset: Int) -> Number? {
        let width = Number.bitWidth / 8
        guard offset >= 0, count >= width, offset <= count - width else { return nil }
        var number: Number = 0
        for index in offset..<offset + width { number = number << 8 | Number(truncatingIfNeeded: self[index]) }
        return number
    }

    mutating func setField(_ value: some FixedWidthInteger, at offset: Int) {
        let width = value.bitWidth / 8
        guard offset >= 0, count >= width, offset <= count - width else { return }
        for index in 0..<width {
            self[offset + index] = UInt8(truncatingIfNeeded: value >> (8 * (width - 1 - index)))
        }
    }
}
