/// One element: its tag and where its content stands in the bytes.
public struct BERElement: Hashable, Sendable {
    public let tag: UInt8
    public let content: Range<Int>
}

/// A place among the BER elements of one level. It holds no bytes: whoever moves it lends them for the step, so that
/// nothing is copied or counted on the way.
struct BERCursor: Sendable {
    /// Octets from the start of the bytes to the next element.
    private(set) var offset: Int
    private let end: Int

    /// `range`: within the bytes that will be lent.
    @inline(__always)
    init(_ range: Range<Int>) {
        offset = range.lowerBound
        end = range.upperBound
    }

    var isAtEnd: Bool { offset >= end }
    /// From the next element to the end.
    var rest: Range<Int> { offset..<end }

    /// The next element, whatever its tag.
    @inline(__always)
    mutating func element(in bytes: Span<UInt8>) throws(BERError) -> BERElement {
        let start = offset
        guard start < end else { throw BERError(.truncated, at: start) }
        let tag = bytes[start]
        guard tag & 0x1F != 0x1F else { throw BERError(.unsupportedTag, at: start) }
        var cursor = start + 1
        guard cursor < end else { throw BERError(.truncated, at: cursor) }
        var length = Int(bytes[cursor])
        cursor += 1
        if length >= 0x80 { length = try longLength(&cursor, in: bytes) }
        guard length <= end - cursor else { throw BERError(.lengthBeyondEnd, at: start) }
        offset = cursor + length
        return BERElement(tag: tag, content: cursor..<offset)
    }

    /// The content of the next element, which must have this tag.
    @inline(__always)
    mutating func element(_ tag: UInt8, in bytes: Span<UInt8>) throws(BERError) -> Range<Int> {
        let start = offset
        let element = try element(in: bytes)
        guard element.tag == tag else {
            throw BERError(.unexpectedTag(expected: tag, found: element.tag), at: start)
        }
        return element.content
    }

    mutating func integer(in bytes: Span<UInt8>) throws(BERError) -> Int64 {
        try bytes.signed(try element(BERTag.integer, in: bytes))
    }

    /// X.690 §8.1.3.5, the long form; leading zeros are tolerated. `cursor`: behind the first octet of the length.
    private func longLength(_ cursor: inout Int, in bytes: Span<UInt8>) throws(BERError) -> Int {
        let count = Int(bytes[cursor - 1] & 0x7F)
        guard count > 0 else { throw BERError(.indefiniteLength, at: cursor - 1) }
        guard count <= end - cursor else { throw BERError(.truncated, at: cursor) }
        var length = 0
        for place in cursor..<cursor + count {
            length = length << 8 | Int(bytes[place])
            guard length <= end else { throw BERError(.lengthBeyondEnd, at: cursor - 1) }
        }
        cursor += count
        return length
    }
}
