/// The variable bindings of an answer as they stand in the message (RFC 3416 §3, VarBindList): found once, names and
/// values read in place when somebody asks.
public struct VariableList: Hashable, Sendable {
    /// One binding: where its parts stand in `bytes`.
    public struct Field: Hashable, Sendable {
        /// The object identifier's content octets.
        public let name: Range<Int>
        public let tag: UInt8
        /// The value's content octets.
        public let content: Range<Int>
    }

    public let bytes: [UInt8]
    /// For `bytes` of this list and no other.
    public let fields: [Field]

    /// Finds the bindings that stand one after the other in `range`, the content of a VarBindList. Throws where the
    /// framing is broken; a name or value that cannot be understood is found out when it is read.
    public init(in bytes: [UInt8], at range: Range<Int>) throws(BERError) {
        fields = try Self.fields(in: bytes.span, range.clamped(to: bytes.indices))
        self.bytes = bytes
    }

    public init(_ bindings: [VariableBinding]) {
        var writer = BERWriter()
        writer.bindings(bindings)
        let bytes = writer.bytes
        self.bytes = bytes
        fields = (try? Self.fields(in: bytes.span, bytes.indices)) ?? []
    }

    private static func fields(in bytes: Span<UInt8>, _ range: Range<Int>) throws(BERError) -> [Field] {
        var list = BERCursor(range)
        var fields: [Field] = []
        // A counter of an interface takes 17 to 25 octets with its name.
        fields.reserveCapacity(range.count / 16)
        while !list.isAtEnd {
            var binding = BERCursor(try list.element(BERTag.sequence, in: bytes))
            let name = try binding.element(BERTag.objectIdentifier, in: bytes)
            let value = try binding.element(in: bytes)
            fields.append(Field(name: name, tag: value.tag, content: value.content))
        }
        return fields
    }

    public var count: Int { fields.count }
    public var isEmpty: Bool { fields.isEmpty }

    /// All of them, made anew at each call.
    public var bindings: [VariableBinding] { fields.map { VariableBinding(name($0), value($0)) } }

    /// 0.0 where the identifier cannot be read.
    public func name(_ field: Field) -> OID { (try? bytes.span.objectIdentifier(field.name)) ?? [0, 0] }

    /// The arcs of the name in a buffer that is used again and again. Throws where the identifier cannot be read.
    public func readName(_ field: Field, into arcs: inout ArcBuffer) throws(BERError) {
        try arcs.read(field.name, in: bytes.span)
    }

    /// `encoded`: content octets, as `NameList.contents` has them.
    public func isNamed(_ field: Field, _ encoded: ArraySlice<UInt8>) -> Bool {
        guard field.name.count == encoded.count else { return false }
        let bytes = bytes.span
        let encoded = encoded.span
        // Names of one table differ in their last octets.
        for place in stride(from: encoded.count - 1, through: 0, by: -1)
        where bytes[field.name.lowerBound + place] != encoded[place] {
            return false
        }
        return true
    }

    /// Numbers need no memory of their own; octets are copied, and stand at `field.content` for those who only look.
    public func value(_ field: Field) -> SNMPValue {
        bytes.value(of: BERElement(tag: field.tag, content: field.content))
    }
}
