import Foundation
import Telemetry

extension ProbeLine {
    /// Reads a line without its end; `nil` for what is no line of the stream. No bytes can trap.
    init?(_ line: [UInt8]) {
        var scanner = JSONScanner(line)
        guard scanner.skip("{"), scanner.string() == "type", scanner.skip(":"), let type = scanner.string() else {
            return nil
        }
        switch type {
        case "samples":
            guard let read = Self.samples(&scanner) else { return nil }
            self = .samples(read.samples, invalid: read.invalid)
        case "hello":
            guard let hello: Hello = Self.object(line) else { return nil }
            self = .hello(hello)
        case "path":
            guard let state: PathState = Self.object(line) else { return nil }
            self = .path(state)
        case "heartbeat":
            guard let heartbeat: Heartbeat = Self.object(line) else { return nil }
            self = .heartbeat(heartbeat)
        default: self = .other
        }
    }

    private static func object<Value: Decodable>(_ line: [UInt8]) -> Value? {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try? decoder.decode(Value.self, from: Data(line))
    }

    /// The rest of a line of samples, behind its type.
    private static func samples(_ scanner: inout JSONScanner) -> (samples: [Sample], invalid: Int)? {
        var base: Int64?
        var samples: [Sample]?
        var invalid = 0
        while scanner.skip(",") {
            guard let key = scanner.string(), scanner.skip(":") else { return nil }
            switch key {
            case "base_ns":
                guard let value = scanner.integer() else { return nil }
                base = value
            case "samples":
                guard let base, let read = rows(&scanner, base: base) else { return nil }
                samples = read.samples
                invalid = read.invalid
            default:
                guard scanner.skipValue() else { return nil }
            }
        }
        guard scanner.skip("}"), scanner.isAtEnd, let samples else { return nil }
        return (samples, invalid)
    }

    private static func rows(_ scanner: inout JSONScanner, base: Int64) -> (samples: [Sample], invalid: Int)? {
        guard scanner.skip("[") else { return nil }
        var samples: [Sample] = []
        var invalid = 0
        samples.reserveCapacity(sampleLimit)
        if scanner.skip("]") { return ([], 0) }
        repeat {
            guard scanner.skip("["), let path = scanner.integer(), scanner.skip(","),
                let direction = scanner.integer(), scanner.skip(","), let offset = scanner.integer()
            else { return nil }
            var delay: (nanoseconds: Int64, error: Int64, flags: Int64)?
            if scanner.skip(",") {
                guard let nanoseconds = scanner.integer(), scanner.skip(","), let error = scanner.integer(),
                    scanner.skip(","), let flags = scanner.integer()
                else { return nil }
                delay = (nanoseconds, error, flags)
                // Another version may have more to say of a sample.
                while scanner.skip(",") { guard scanner.skipValue() else { return nil } }
            }
            guard scanner.skip("]") else { return nil }
            let (time, overflow) = base.addingReportingOverflow(offset)
            guard !overflow, samples.count < sampleLimit, let subject = UInt32(exactly: path),
                let direction = UInt8(exactly: direction).flatMap(Direction.init(rawValue:))
            else {
                invalid += 1
                continue
            }
            guard let delay else {
                samples.append(.lost(subject: subject, direction: direction, at: time))
                continue
            }
            guard delay.error >= 0, let flags = UInt16(exactly: delay.flags) else {
                invalid += 1
                continue
            }
            samples.append(
                .delay(
                    subject: subject, direction: direction, nanoseconds: delay.nanoseconds,
                    uncertaintyNanoseconds: UInt64(delay.error),
                    flags: SampleFlags(rawValue: flags).intersection(ofDelays), at: time))
        } while scanner.skip(",")
        guard scanner.skip("]") else { return nil }
        return (samples, invalid)
    }

    private static let ofDelays: SampleFlags = [.clockUnsynchronised, .clockShared, .clockFault]
}
