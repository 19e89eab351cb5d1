extension Span<UInt8> {
    /// The bytes as text; what is not UTF-8 becomes U+FFFD. `range` lies within.
    func text(_ range: Range<Int>) -> String {
        let part = extracting(range)
        if let text = try? UTF8Span(validating: part) { return String(copying: text) }
        var copy: [UInt8] = []
        copy.reserveCapacity(part.count)
        for index in part.indices { copy.append(part[index]) }
        return String(decoding: copy, as: UTF8.self)
    }
}
