/// A message of two texts: an entry of a map (§Maps of the encoding), a label of remote write. Where they lie.
struct WirePair {
    private(set) var name = 0..<0
    private(set) var value = 0..<0

    init(_ bytes: Span<UInt8>, _ range: Range<Int>, of message: StaticString) throws(WireProblem) {
        var reader = WireReader(range, of: message)
        while let field = try reader.next(bytes) {
            switch (field.number, field.form) {
            case (1, .bytes): name = try reader.range(bytes)
            case (2, .bytes): value = try reader.range(bytes)
            default: try reader.skip(field, bytes)
            }
        }
    }
}
