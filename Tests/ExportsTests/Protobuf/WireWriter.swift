/// Writes protobuf by hand, field by field, also what no library would write.
struct WireWriter {
    private(set) var bytes: [UInt8] = []

    static func message(_ fill: (inout WireWriter) -> Void) -> [UInt8] {
        var writer = WireWriter()
        fill(&writer)
        return writer.bytes
    }

    mutating func tag(_ field: UInt64, _ form: UInt64) { varint(field << 3 | form) }

    mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func number(_ field: UInt64, _ value: UInt64) {
        tag(field, 0)
        varint(value)
    }

    mutating func number(_ field: UInt64, signed value: Int64) { number(field, UInt64(bitPattern: value)) }

    mutating func bytes(_ field: UInt64, _ value: [UInt8]) {
        tag(field, 2)
        varint(UInt64(value.count))
        bytes += value
    }

    mutating func text(_ field: UInt64, _ value: String) { bytes(field, Array(value.utf8)) }

    mutating func message(_ field: UInt64, _ fill: (inout WireWriter) -> Void) { bytes(field, Self.message(fill)) }

    mutating func double(_ field: UInt64, _ value: Double) { fixed64(field, value.bitPattern) }

    mutating func fixed64(_ field: UInt64, _ value: UInt64) {
        tag(field, 1)
        bytes += (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    mutating func fixed32(_ field: UInt64, _ value: UInt32) {
        tag(field, 5)
        bytes += (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    mutating func float(_ field: UInt64, _ value: Float) { fixed32(field, value.bitPattern) }

    mutating func raw(_ more: [UInt8]) { bytes += more }
}
