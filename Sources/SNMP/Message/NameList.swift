/// Names to ask for, encoded once for all the requests that they stand in.
public struct NameList: Hashable, Sendable, ExpressibleByArrayLiteral {
    public let names: [OID]
    /// The bindings with NULL values: what stands inside the VarBindList of a request.
    let encoded: [UInt8]
    /// The content octets of each name, one after the other, and where each one stands.
    let octets: [UInt8]
    let places: [Range<Int>]

    public init(_ names: [OID]) {
        self.names = names
        var list = BERWriter()
        var octets: [UInt8] = []
        var places: [Range<Int>] = []
        for name in names {
            var element = BERWriter()
            element.objectIdentifier(name)
            var reader = BERReader(element.bytes)
            let content = (try? reader.element(BERTag.objectIdentifier)) ?? 0..<0
            places.append(octets.count..<octets.count + content.count)
            octets += element.bytes[content]
            list.constructed(BERTag.sequence) {
                $0.objectIdentifier(name)
                $0.null()
            }
        }
        encoded = list.bytes
        self.octets = octets
        self.places = places
    }
    public init(arrayLiteral elements: OID...) { self.init(elements) }

    public var count: Int { names.count }
    /// The content octets of name number `place`.
    public func contents(_ place: Int) -> ArraySlice<UInt8> { octets[places[place]] }
}
