import Foundation
import Metro
import Telemetry

/// One line of the stream in which an instance tells what it measures (Docs/Probing.md has the format).
enum ProbeLine: Hashable, Sendable {
    /// Version of the stream that is written here, and the only one that is read.
    static let version = 1
    /// Longest line, bytes: what is longer is not read.
    static let byteLimit = 65_536
    /// Samples in one line: rows of at most 80 bytes.
    static let sampleLimit = 512

    case hello(Hello)
    /// All that is to be said of one path, replacing what was said before.
    case path(PathState)
    /// Their subject is the path's number in this stream; rows that no sample can be are counted.
    case samples([Sample], invalid: Int)
    case heartbeat(Heartbeat)
    /// Of a type that is not known here.
    case other

    /// The first line.
    struct Hello: Hashable, Sendable, Codable {
        var version: Int
        /// `haomiao 0.1.0`.
        var software: String
        var wallNanoseconds: Int64
    }

    struct PathState: Hashable, Sendable, Codable {
        /// By which samples name the path.
        var path: Int
        var id: String
        /// Why nothing comes of it; `nil` while all is well, or nothing is known yet.
        var trouble: Trouble?
        var notes: [String]
        var account: ProbeAccount?
        var clock: PathClock?
    }

    struct Trouble: Hashable, Sendable, Codable {
        /// `CollectorError.Code`.
        var code: String
        var message: String
        var advice: String?
    }

    /// Each second.
    struct Heartbeat: Hashable, Sendable, Codable {
        var wallNanoseconds: Int64
        /// Since the start: samples that found no place because the stream was not read fast enough.
        var droppedSamples: UInt64
        var clock: PathClock.End?
    }
}

// MARK: - Writing

extension ProbeLine {
    /// The line with its end.
    var bytes: [UInt8] {
        switch self {
        case .hello(let hello): Self.bytes("hello", hello)
        case .path(let state): Self.bytes("path", state)
        case .samples(let samples, _): Self.bytes(samples)
        case .heartbeat(let heartbeat): Self.bytes("heartbeat", heartbeat)
        case .other: []
        }
    }

    /// The type comes first, so that a reader knows what to read by.
    private static func bytes(_ type: String, _ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // None of these values can fail to be encoded: they hold neither infinities nor other types than JSON's.
        guard let object = try? encoder.encode(value) else { return [] }
        return Array("{\"type\":\"\(type)\",".utf8) + object.dropFirst() + [UInt8(ascii: "\n")]
    }

    private static func bytes(_ samples: [Sample]) -> [UInt8] {
        let base = samples.first?.timeNanoseconds ?? 0
        var line = Array("{\"type\":\"samples\",\"base_ns\":\(base),\"samples\":[".utf8)
        line.reserveCapacity(line.count + samples.count * 48)
        for (place, sample) in samples.enumerated() {
            line.append(contentsOf: place == 0 ? "[".utf8 : ",[".utf8)
            line.append(decimal: Int64(sample.subject))
            line.append(UInt8(ascii: ","))
            line.append(decimal: Int64(sample.direction.rawValue))
            line.append(UInt8(ascii: ","))
            line.append(decimal: sample.timeNanoseconds &- base)
            if sample.metric == .delay {
                line.append(UInt8(ascii: ","))
                line.append(decimal: sample.delayNanoseconds)
                line.append(UInt8(ascii: ","))
                line.append(decimal: Int64(clamping: sample.auxiliary))
                line.append(UInt8(ascii: ","))
                line.append(decimal: Int64(sample.flags.rawValue))
            }
            line.append(UInt8(ascii: "]"))
        }
        line.append(contentsOf: "]}\n".utf8)
        return line
    }
}

extension [UInt8] {
    fileprivate mutating func append(decimal value: Int64) {
        if value < 0 { append(UInt8(ascii: "-")) }
        var rest = value.magnitude
        let start = count
        repeat {
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        self[start...].reverse()
    }
}
