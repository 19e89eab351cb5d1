/// Octets from digits; spaces are for the eye.
func octets(_ hexadecimal: String) -> [UInt8] {
    let digits = hexadecimal.filter { $0 != " " }
    return stride(from: 0, to: digits.count, by: 2).compactMap {
        UInt8(digits.dropFirst($0).prefix(2), radix: 16)
    }
}
