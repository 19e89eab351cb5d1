/// BER into one buffer, lengths of what is long in three octets so that they can be filled in afterwards.
struct OctetBuffer {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int) { bytes.reserveCapacity(capacity) }

    mutating func append(_ octet: UInt8) { bytes.append(octet) }
    mutating func append(_ octets: some Collection<UInt8>) { bytes.append(contentsOf: octets) }

    /// Of fewer than 128 octets.
    mutating func short(_ tag: UInt8, _ body: (inout OctetBuffer) -> Void) {
        bytes.append(tag)
        bytes.append(0)
        let start = bytes.count
        body(&self)
        bytes[start - 1] = UInt8(truncatingIfNeeded: bytes.count - start)
    }

    /// Of fewer than 65 536 octets.
    mutating func long(_ tag: UInt8, _ body: (inout OctetBuffer) -> Void) {
        bytes.append(tag)
        bytes.append(0x82)
        bytes.append(0)
        bytes.append(0)
        let start = bytes.count
        body(&self)
        let count = bytes.count - start
        bytes[start - 2] = UInt8(truncatingIfNeeded: count >> 8)
        bytes[start - 1] = UInt8(truncatingIfNeeded: count)
    }

    mutating func unsigned(_ tag: UInt8, _ value: UInt64) {
        let count = value == 0 ? 1 : (64 - value.leadingZeroBitCount) / 8 + 1
        bytes.append(tag)
        bytes.append(UInt8(truncatingIfNeeded: count))
        if count == 9 { bytes.append(0) }
        var shift = UInt64(8 * (min(count, 8) - 1))
        while true {
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
            if shift == 0 { return }
            shift -= 8
        }
    }

    /// An arc below 2²¹, base 128.
    mutating func arc(_ value: Int) {
        if value >= 1 << 14 { bytes.append(0x80 | UInt8(truncatingIfNeeded: value >> 14)) }
        if value >= 1 << 7 { bytes.append(0x80 | UInt8(truncatingIfNeeded: value >> 7)) }
        bytes.append(UInt8(truncatingIfNeeded: value & 0x7F))
    }
}

/// Steps over the elements of a request; `nil` where it is none.
struct OctetReader {
    let bytes: [UInt8]
    private(set) var place: Int
    let end: Int

    init(_ bytes: [UInt8], _ range: Range<Int>? = nil) {
        self.bytes = bytes
        place = range?.lowerBound ?? 0
        end = range?.upperBound ?? bytes.count
    }

    var isAtEnd: Bool { place >= end }

    /// The next element, header and all, and its content.
    mutating func element() -> (tag: UInt8, whole: Range<Int>, content: Range<Int>)? {
        guard place + 2 <= end else { return nil }
        let start = place
        var count = Int(bytes[place + 1])
        var content = place + 2
        if count > 0x80 {
            let octets = count & 0x7F
            guard octets <= 3, content + octets <= end else { return nil }
            count = bytes[content..<content + octets].reduce(0) { $0 << 8 | Int($1) }
            content += octets
        }
        guard content + count <= end else { return nil }
        place = content + count
        return (bytes[start], start..<place, content..<place)
    }

    mutating func inside(_ tag: UInt8) -> OctetReader? {
        guard let element = element(), element.tag == tag else { return nil }
        return OctetReader(bytes, element.content)
    }

    mutating func integer() -> Int? {
        guard let element = element(), element.tag == 2 else { return nil }
        return bytes[element.content].reduce(0) { $0 << 8 | Int($1) }
    }
}
