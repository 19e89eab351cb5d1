import Mapping

/// The value of an update: one that stands there, or JSON with leaves of its own.
enum GNMIValue {
    case plain(ForeignValue)
    case json(Range<Int>)

    /// An update without a value tells that there is one that nothing holds.
    init(_ bytes: Span<UInt8>, _ update: GNMIUpdate) throws(WireProblem) {
        if let value = update.value {
            self = try Self.typed(bytes, value)
        } else if let value = update.oldValue {
            self = try Self.old(bytes, value)
        } else {
            self = .plain(.composite)
        }
    }

    /// TypedValue; of several values the last counts, as in any oneof.
    private static func typed(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(WireProblem) -> GNMIValue {
        var value = GNMIValue.plain(.composite)
        var reader = WireReader(range, of: "TypedValue")
        while let field = try reader.next(bytes) {
            switch (field.number, field.form) {
            case (1, .bytes), (12, .bytes): value = .plain(.text(bytes.text(try reader.range(bytes))))
            case (2, .varint): value = .plain(.signed(Int64(bitPattern: try reader.varint(bytes))))
            case (3, .varint): value = .plain(.unsigned(try reader.varint(bytes)))
            case (4, .varint): value = .plain(.boolean(try reader.varint(bytes) != 0))
            case (6, .fixed32): value = .plain(.double(Double(Float(bitPattern: try reader.fixed32(bytes)))))
            case (7, .bytes): value = .plain(try decimal(bytes, try reader.range(bytes)))
            case (10, .bytes), (11, .bytes): value = .json(try reader.range(bytes))
            case (14, .fixed64): value = .plain(.double(Double(bitPattern: try reader.fixed64(bytes))))
            // bytes, ScalarArray, Any, proto_bytes.
            case (5, .bytes), (8, .bytes), (9, .bytes), (13, .bytes):
                _ = try reader.range(bytes)
                value = .plain(.composite)
            default: try reader.skip(field, bytes)
            }
        }
        return value
    }

    private static func decimal(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(WireProblem) -> ForeignValue {
        var digits: Int64 = 0
        var precision: UInt64 = 0
        var reader = WireReader(range, of: "Decimal64")
        while let field = try reader.next(bytes) {
            switch (field.number, field.form) {
            case (1, .varint): digits = Int64(bitPattern: try reader.varint(bytes))
            case (2, .varint): precision = try reader.varint(bytes)
            default: try reader.skip(field, bytes)
            }
        }
        return GNMIDecimal(digits: digits, precision: precision).value
    }

    /// Value, by its Encoding: JSON 0, bytes 1, protobuf 2, ASCII 3, JSON_IETF 4.
    private static func old(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(WireProblem) -> GNMIValue {
        var value = 0..<0
        var encoding: UInt64 = 0
        var reader = WireReader(range, of: "Value")
        while let field = try reader.next(bytes) {
            switch (field.number, field.form) {
            case (1, .bytes): value = try reader.range(bytes)
            case (2, .varint): encoding = try reader.varint(bytes)
            default: try reader.skip(field, bytes)
            }
        }
        switch encoding {
        case 0, 4: return .json(value)
        case 3: return .plain(.text(bytes.text(value)))
        default: return .plain(.composite)
        }
    }
}
