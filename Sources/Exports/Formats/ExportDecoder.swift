import Mapping
import Metro

/// Takes an export apart into readings. One value for each stream of bytes; it never traps, whatever comes.
public protocol ExportDecoder: Sendable {
    /// Reads the whole records of `bytes` and returns how many bytes they took; the caller brings the rest again with
    /// what comes after it. At the end of a file, body or message (`isEnd`) all bytes are used.
    mutating func decode(_ bytes: Span<UInt8>, isEnd: Bool, into sink: inout some ReadingSink) -> Int
}

/// The decoder of a format; a closed list.
public enum AnyExportDecoder: ExportDecoder {
    case none
    case json(JSONExportDecoder)

    public init(_ format: ExportSource.Format) {
        switch format {
        case .gnmicEvent, .gnmicJSON, .gnmicProtoJSON, .telegrafJSON:
            self = JSONExportDecoder(format).map(Self.json) ?? .none
        default: self = .none
        }
    }

    public mutating func decode(_ bytes: Span<UInt8>, isEnd: Bool, into sink: inout some ReadingSink) -> Int {
        switch self {
        case .none: return bytes.count
        case .json(var decoder):
            self = .none
            defer { self = .json(decoder) }
            return decoder.decode(bytes, isEnd: isEnd, into: &sink)
        }
    }
}
