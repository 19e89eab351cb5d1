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
    case influx(InfluxDecoder)
    case prometheus(PrometheusDecoder)
    case openMetrics(OpenMetricsDecoder)
    case delayCSV(DelayCSVDecoder)
    case gnmiProto(GNMIProtoDecoder)
    case remoteWrite(RemoteWriteDecoder)

    /// `stampUnitNanoseconds`: what the stamps of line protocol count.
    public init(_ format: ExportSource.Format, stampUnitNanoseconds: Int64 = 1) {
        switch format {
        case .gnmicEvent, .gnmicJSON, .gnmicProtoJSON, .telegrafJSON:
            self = JSONExportDecoder(format).map(Self.json) ?? .none
        case .influx: self = .influx(InfluxDecoder(stampUnitNanoseconds: stampUnitNanoseconds))
        case .prometheus: self = .prometheus(PrometheusDecoder())
        case .openMetrics: self = .openMetrics(OpenMetricsDecoder())
        case .delayCSV: self = .delayCSV(DelayCSVDecoder())
        case .gnmiProto: self = .gnmiProto(GNMIProtoDecoder())
        case .remoteWrite: self = .remoteWrite(RemoteWriteDecoder())
        }
    }

    // While one decodes it is taken out, so that its buffers are changed in place.
    @specialized(where Sink == Converter)
    public mutating func decode<Sink: ReadingSink>(
        _ bytes: Span<UInt8>, isEnd: Bool, into sink: inout Sink
    ) -> Int {
        switch self {
        case .none: return bytes.count
        case .json(var decoder):
            self = .none
            defer { self = .json(decoder) }
            return decoder.decode(bytes, isEnd: isEnd, into: &sink)
        case .influx(var decoder):
            self = .none
            defer { self = .influx(decoder) }
            return decoder.decode(bytes, isEnd: isEnd, into: &sink)
        case .prometheus(var decoder):
            self = .none
            defer { self = .prometheus(decoder) }
            return decoder.decode(bytes, isEnd: isEnd, into: &sink)
        case .openMetrics(var decoder):
            self = .none
            defer { self = .openMetrics(decoder) }
            return decoder.decode(bytes, isEnd: isEnd, into: &sink)
        case .delayCSV(var decoder):
            self = .none
            defer { self = .delayCSV(decoder) }
            return decoder.decode(bytes, isEnd: isEnd, into: &sink)
        case .gnmiProto(var decoder):
            self = .none
            defer { self = .gnmiProto(decoder) }
            return decoder.decode(bytes, isEnd: isEnd, into: &sink)
        case .remoteWrite(var decoder):
            self = .none
            defer { self = .remoteWrite(decoder) }
            return decoder.decode(bytes, isEnd: isEnd, into: &sink)
        }
    }
}
