/// Room for the arcs of one object identifier after another.
public struct ArcBuffer: Sendable, RandomAccessCollection {
    private var storage = [UInt32](repeating: 0, count: OID.maximumArcs)
    public private(set) var count = 0

    public init() {}

    public var startIndex: Int { 0 }
    public var endIndex: Int { count }
    public subscript(place: Int) -> UInt32 {
        precondition(place < count)
        return storage[place]
    }

    /// Takes the arcs of an object identifier's content instead of those that it held; none are left after an error.
    mutating func read(_ content: Range<Int>, in bytes: Span<UInt8>) throws(BERError) {
        count = 0
        var arcs = storage.mutableSpan
        count = try bytes.arcs(content, into: &arcs)
    }
}
