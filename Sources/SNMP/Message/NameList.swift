/// Names to ask for, encoded once for all the requests that they stand in.
public struct NameList: Hashable, Sendable, ExpressibleByArrayLiteral {
    public let names: [OID]
    /// The bindings with NULL values: what stands inside the VarBindList of a request.
    let encoded: [UInt8]
    /// Where the content octets of each name stand in `encoded`.
    private let places: [Range<Int>]

    public init(_ names: [OID]) {
        self.names = names
        var writer = BERWriter()
        writer.bindings(names)
        let list = try? VariableList(in: writer.bytes, at: writer.bytes.indices)
        encoded = writer.bytes
        places = list?.fields.map(\.name) ?? []
    }
    public init(arrayLiteral elements: OID...) { self.init(elements) }

    public var count: Int { names.count }
    /// The content octets of name number `place`.
    public func contents(_ place: Int) -> ArraySlice<UInt8> { encoded[places[place]] }
}
