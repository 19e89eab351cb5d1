/// Reads one level of BER elements from a message that it holds on to. Never traps, never copies the message: readers of
/// nested elements share its storage. What has to be fast lends the bytes to a `BERCursor` instead.
public struct BERReader: Sendable {
    let bytes: [UInt8]
    private var cursor: BERCursor

    public init(_ bytes: [UInt8]) { self.init(bytes, bytes.indices) }

    private init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        cursor = BERCursor(range)
    }

    /// Octets from the start of the message to the next element.
    public var offset: Int { cursor.offset }
    public var isAtEnd: Bool { cursor.isAtEnd }

    /// The next element, whatever its tag.
    public mutating func element() throws(BERError) -> BERElement {
        let bytes = bytes
        return try cursor.element(in: bytes.span)
    }

    /// The content of the next element, which must have this tag.
    public mutating func element(_ tag: UInt8) throws(BERError) -> Range<Int> {
        let bytes = bytes
        return try cursor.element(tag, in: bytes.span)
    }

    /// A reader of the elements inside the next element.
    public mutating func nested(_ tag: UInt8) throws(BERError) -> BERReader {
        BERReader(bytes, try element(tag))
    }
    func nested(_ content: Range<Int>) -> BERReader { BERReader(bytes, content.clamped(to: bytes.indices)) }

    public mutating func integer() throws(BERError) -> Int64 {
        let content = try element(BERTag.integer)
        return try bytes.span.signed(content)
    }
    public mutating func octetString() throws(BERError) -> [UInt8] { octets(try element(BERTag.octetString)) }
    public mutating func objectIdentifier() throws(BERError) -> OID {
        let content = try element(BERTag.objectIdentifier)
        return try bytes.span.objectIdentifier(content)
    }
    /// The next element as a value. Only broken framing throws: content that cannot be understood is `.unreadable`,
    /// so that one bad value does not cost the rest of the message.
    mutating func value() throws(BERError) -> SNMPValue {
        let element = try element()
        return bytes.value(of: element)
    }

    public func octets(_ content: Range<Int>) -> [UInt8] { Array(bytes[content]) }
    public func unsigned(_ content: Range<Int>) throws(BERError) -> UInt64 { try bytes.span.unsigned(content) }
}
