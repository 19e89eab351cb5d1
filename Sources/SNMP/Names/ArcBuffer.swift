/// Room for the arcs of one object identifier after another, without memory from the heap.
public struct ArcBuffer: Sendable, RandomAccessCollection {
    /// As many as `OID.maximumArcs`.
    private var storage = InlineArray<128, UInt32>(repeating: 0)
    public private(set) var count = 0

    public init() {}

    public var startIndex: Int { 0 }
    public var endIndex: Int { count }
    public subscript(place: Int) -> UInt32 {
        precondition(place < count)
        return storage.span[place]
    }

    /// Takes the arcs of an object identifier's content (X.690 §8.19) instead of those that it held; an empty one is
    /// 0.0, as net-snmp takes it. None are left after an error.
    mutating func read(_ content: Range<Int>, in bytes: Span<UInt8>) throws(BERError) {
        count = 0
        count = try Self.read(content, in: bytes, into: storage.mutableSpan)
    }

    @inline(__always)
    private static func read(
        _ content: Range<Int>, in bytes: Span<UInt8>, into arcs: consuming MutableSpan<UInt32>
    ) throws(BERError) -> Int {
        var place = content.lowerBound
        // The first subidentifier carries two arcs: 40 times the first, of 0, 1 and 2, and the second.
        let both = content.isEmpty ? 0 : try subidentifier(&place, content, in: bytes, limit: UInt64(UInt32.max) + 80)
        let first = Swift.min(both / 40, 2)
        arcs[0] = UInt32(truncatingIfNeeded: first)
        arcs[1] = UInt32(truncatingIfNeeded: both - first * 40)
        var count = 2
        while place < content.upperBound {
            guard count < arcs.count else { throw BERError(.objectIdentifier, at: content.lowerBound) }
            let octet = bytes[place]
            if octet < 0x80 {
                arcs[count] = UInt32(octet)
                place += 1
            } else {
                let arc = try subidentifier(&place, content, in: bytes, limit: UInt64(UInt32.max))
                arcs[count] = UInt32(truncatingIfNeeded: arc)
            }
            count += 1
        }
        return count
    }

    private static func subidentifier(
        _ place: inout Int, _ content: Range<Int>, in bytes: Span<UInt8>, limit: UInt64
    ) throws(BERError) -> UInt64 {
        var value: UInt64 = 0
        while place < content.upperBound {
            let octet = bytes[place]
            place += 1
            value = value << 7 | UInt64(octet & 0x7F)
            guard value <= limit else { break }
            if octet < 0x80 { return value }
        }
        throw BERError(.objectIdentifier, at: content.lowerBound)
    }
}
