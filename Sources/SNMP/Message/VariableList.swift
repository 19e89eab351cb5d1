/// The variable bindings of an answer as they stand in the message (RFC 3416 §3, VarBindList): whole ones are made when
/// somebody asks, fields are read in place.
public struct VariableList: Hashable, Sendable {
    /// One binding: where its parts stand in `bytes`.
    public struct Field: Hashable, Sendable {
        /// The object identifier's content octets.
        public var name: Range<Int>
        public var tag: UInt8
        /// The value's content octets.
        public var content: Range<Int>
    }

    public let bytes: [UInt8]
    public let fields: [Field]

    public init(bytes: [UInt8], fields: [Field]) {
        self.bytes = bytes
        self.fields = fields
    }

    public init(_ bindings: [VariableBinding]) {
        var writer = BERWriter()
        for binding in bindings {
            writer.constructed(BERTag.sequence) {
                $0.objectIdentifier(binding.name)
                $0.value(binding.value)
            }
        }
        self.init(wellFormed: writer.bytes)
    }

    private init(wellFormed bytes: [UInt8]) {
        self.bytes = bytes
        fields = (try? Self.fields(of: bytes, in: bytes.indices)) ?? []
    }

    /// Throws where the framing is broken; a value that cannot be understood is found out when it is read.
    public static func fields(of bytes: [UInt8], in range: Range<Int>) throws(BERError) -> [Field] {
        var list = BERReader(bytes).nested(range)
        var fields: [Field] = []
        while !list.isAtEnd {
            var binding = try list.nested(BERTag.sequence)
            let name = try binding.element(BERTag.objectIdentifier)
            let value = try binding.element()
            fields.append(Field(name: name, tag: value.tag, content: value.content))
        }
        return fields
    }

    public var count: Int { fields.count }
    public var isEmpty: Bool { fields.isEmpty }

    /// All of them, made anew at each call.
    public var bindings: [VariableBinding] { fields.map { VariableBinding(name($0), value($0)) } }

    /// 0.0 where the identifier cannot be read.
    public func name(_ field: Field) -> OID {
        (try? BERReader(bytes).objectIdentifier(field.name)) ?? [0, 0]
    }

    /// `encoded`: content octets, as `NameList.contents` has them.
    public func isNamed(_ field: Field, _ encoded: ArraySlice<UInt8>) -> Bool {
        bytes[field.name] == encoded
    }

    public func value(_ field: Field) -> SNMPValue {
        BERReader(bytes).value(of: BERReader.Element(tag: field.tag, content: field.content))
    }
}
