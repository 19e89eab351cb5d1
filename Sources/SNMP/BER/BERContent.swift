/// Contents of elements, read in place. `content` is within the bytes.
extension Span<UInt8> {
    /// Two's complement of one to eight octets, however much longer than needed.
    @inline(__always)
    func signed(_ content: Range<Int>) throws(BERError) -> Int64 {
        guard !content.isEmpty, content.count <= 8 else { throw BERError(.integerLength, at: content.lowerBound) }
        return number(content)
    }

    /// Unsigned types as net-snmp reads them: up to nine octets where the first is 0, and an under-long negative one
    /// (an agent that left out the leading 0) extended with ones.
    @inline(__always)
    func unsigned(_ content: Range<Int>) throws(BERError) -> UInt64 {
        if content.count == 9, self[content.lowerBound] == 0 {
            return UInt64(bitPattern: number(content.lowerBound + 1..<content.upperBound))
        }
        return UInt64(bitPattern: try signed(content))
    }

    /// One to eight octets, the highest first.
    @inline(__always)
    private func number(_ content: Range<Int>) -> Int64 {
        let end = content.upperBound
        guard end >= 8 else {
            return content.reduce(self[content.lowerBound] < 0x80 ? 0 : -1) { $0 << 8 | Int64(self[$1]) }
        }
        // The eight octets that end here, less those before the content.
        let before = Int64(64 - 8 * content.count)
        return (Int64(bitPattern: eightOctets(end - 8)) &<< before) &>> before
    }

    /// The eight octets from `place`, the first one highest. The compiler makes one load of it.
    @inline(__always)
    func eightOctets(_ place: Int) -> UInt64 {
        let octets = extracting(place..<place + 8)
        let high = UInt64(octets[0]) << 56 | UInt64(octets[1]) << 48 | UInt64(octets[2]) << 40 | UInt64(octets[3]) << 32
        let low = UInt64(octets[4]) << 24 | UInt64(octets[5]) << 16 | UInt64(octets[6]) << 8 | UInt64(octets[7])
        return high | low
    }
}
