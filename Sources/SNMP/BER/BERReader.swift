/// Reads one level of BER elements from a message. Never traps, never copies the message: readers of nested elements
/// share its storage.
public struct BERReader: Sendable {
    /// One element: its tag and where its content stands in the message.
    public struct Element: Hashable, Sendable {
        public let tag: UInt8
        public let content: Range<Int>
    }

    let bytes: [UInt8]
    /// Octets from the start of the message to the next element.
    public private(set) var offset: Int
    private let end: Int

    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
        offset = 0
        end = bytes.count
    }
    private init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        offset = range.lowerBound
        end = range.upperBound
    }

    public var isAtEnd: Bool { offset >= end }

    /// The next element, whatever its tag.
    public mutating func element() throws(BERError) -> Element {
        let start = offset
        guard start < end else { throw BERError(.truncated, at: start) }
        let tag = bytes[start]
        guard tag & 0x1F != 0x1F else { throw BERError(.unsupportedTag, at: start) }
        var cursor = start + 1
        let length = try length(&cursor)
        guard length <= end - cursor else { throw BERError(.lengthBeyondEnd, at: start) }
        offset = cursor + length
        return Element(tag: tag, content: cursor..<offset)
    }

    /// The next element, which must have this tag.
    public mutating func element(_ tag: UInt8) throws(BERError) -> Range<Int> {
        let start = offset
        let element = try element()
        guard element.tag == tag else {
            throw BERError(.unexpectedTag(expected: tag, found: element.tag), at: start)
        }
        return element.content
    }

    /// A reader of the elements inside the next element.
    public mutating func nested(_ tag: UInt8) throws(BERError) -> BERReader {
        BERReader(bytes, try element(tag))
    }
    func nested(_ content: Range<Int>) -> BERReader { BERReader(bytes, content) }

    public mutating func integer() throws(BERError) -> Int64 {
        try signed(try element(BERTag.integer))
    }
    public mutating func octetString() throws(BERError) -> [UInt8] {
        octets(try element(BERTag.octetString))
    }
    public mutating func objectIdentifier() throws(BERError) -> OID {
        try objectIdentifier(try element(BERTag.objectIdentifier))
    }

    public func octets(_ content: Range<Int>) -> [UInt8] { Array(bytes[content]) }

    /// Two's complement of one to eight octets, however much longer than needed.
    public func signed(_ content: Range<Int>) throws(BERError) -> Int64 {
        guard (1...8).contains(content.count) else { throw BERError(.integerLength, at: content.lowerBound) }
        return Int64(bitPattern: accumulate(content))
    }

    /// Unsigned types as net-snmp reads them: up to nine octets where the first is 0, and an under-long negative one
    /// (an agent that left out the leading 0) extended with ones.
    public func unsigned(_ content: Range<Int>) throws(BERError) -> UInt64 {
        let isPadded = content.count == 9 && bytes[content.lowerBound] == 0
        guard (1...8).contains(content.count) || isPadded else {
            throw BERError(.integerLength, at: content.lowerBound)
        }
        return accumulate(content)
    }

    /// X.690 §8.19; an empty one is 0.0, as net-snmp takes it.
    public func objectIdentifier(_ content: Range<Int>) throws(BERError) -> OID {
        guard !content.isEmpty else { return OID([0, 0]) }
        var arcs: [UInt32] = []
        arcs.reserveCapacity(content.count + 1)
        var arc: UInt64 = 0
        var isInsideArc = false
        for octet in bytes[content] {
            arc = arc << 7 | UInt64(octet & 0x7F)
            // The first subidentifier carries two arcs: 80 + the second one.
            guard arc <= UInt64(UInt32.max) + (arcs.isEmpty ? 80 : 0), arcs.count < OID.maximumArcs else {
                throw BERError(.objectIdentifier, at: content.lowerBound)
            }
            isInsideArc = octet & 0x80 != 0
            guard !isInsideArc else { continue }
            if arcs.isEmpty {
                let first = min(arc / 40, 2)
                arcs.append(UInt32(first))
                arc -= first * 40
            }
            arcs.append(UInt32(truncatingIfNeeded: arc))
            arc = 0
        }
        guard !isInsideArc else { throw BERError(.objectIdentifier, at: content.lowerBound) }
        return OID(arcs)
    }

    private func accumulate(_ content: Range<Int>) -> UInt64 {
        var value: UInt64 = bytes[content.lowerBound] & 0x80 == 0 ? 0 : .max
        for octet in bytes[content] { value = value << 8 | UInt64(octet) }
        return value
    }

    /// X.690 §8.1.3, definite forms; leading zeros are tolerated.
    private func length(_ cursor: inout Int) throws(BERError) -> Int {
        guard cursor < end else { throw BERError(.truncated, at: cursor) }
        let first = bytes[cursor]
        cursor += 1
        guard first & 0x80 != 0 else { return Int(first) }
        let count = Int(first & 0x7F)
        guard count > 0 else { throw BERError(.indefiniteLength, at: cursor - 1) }
        guard count <= end - cursor else { throw BERError(.truncated, at: cursor) }
        var length = 0
        for octet in bytes[cursor..<cursor + count] {
            length = length << 8 | Int(octet)
            guard length <= bytes.count else { throw BERError(.lengthBeyondEnd, at: cursor - 1) }
        }
        cursor += count
        return length
    }
}
