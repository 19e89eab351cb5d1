/// Contents of elements, read in place. `content` is within the bytes.
extension Span<UInt8> {
    /// Two's complement of one to eight octets, however much longer than needed.
    @inline(__always)
    func signed(_ content: Range<Int>) throws(BERError) -> Int64 {
        guard !content.isEmpty, content.count <= 8 else { throw BERError(.integerLength, at: content.lowerBound) }
        return Int64(bitPattern: accumulate(content))
    }

    /// Unsigned types as net-snmp reads them: up to nine octets where the first is 0, and an under-long negative one
    /// (an agent that left out the leading 0) extended with ones.
    @inline(__always)
    func unsigned(_ content: Range<Int>) throws(BERError) -> UInt64 {
        guard !content.isEmpty, content.count <= 8 || content.count == 9 && self[content.lowerBound] == 0 else {
            throw BERError(.integerLength, at: content.lowerBound)
        }
        return accumulate(content)
    }

    @inline(__always)
    private func accumulate(_ content: Range<Int>) -> UInt64 {
        var value: UInt64 = self[content.lowerBound] < 0x80 ? 0 : .max
        for place in content { value = value << 8 | UInt64(self[place]) }
        return value
    }

    func objectIdentifier(_ content: Range<Int>) throws(BERError) -> OID {
        var arcs = ArcBuffer()
        try arcs.read(content, in: self)
        return OID(arcs)
    }
}
