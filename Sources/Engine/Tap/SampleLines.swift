import Foundation
import Metro
import Telemetry

/// Samples as lines of text, for people or for programs (JSON, an object a line; Docs/Telemetry.md).
public struct SampleLines: Sendable {
    private struct Name {
        var plain: String
        /// The members of an object that name it.
        var json: String
    }
    private let interfaces: [Name]
    private let paths: [Name]
    private let isJSON: Bool

    public init(_ inventory: Inventory, isJSON: Bool) {
        self.isJSON = isJSON
        let links = Dictionary(
            inventory.links.flatMap { link in [(link.a, link.id.text), (link.b, link.id.text)] },
            uniquingKeysWith: { first, _ in first })
        interfaces = SubjectIndex(inventory).interfaces.map { interface in
            let words = "\(interface)"
            let link = links[interface]
            return Name(
                plain: link.map { "\(words) (\($0))" } ?? words,
                json: "\"interface\":\(Self.quoted(words))" + (link.map { ",\"link\":\(Self.quoted($0))" } ?? ""))
        }
        paths = inventory.paths.map { path in
            Name(plain: path.id.text, json: "\"path\":\(Self.quoted(path.id.text))")
        }
    }

    /// A line for each sample, ends of lines in it.
    public func text(_ samples: [Sample]) -> String {
        var text = ""
        for sample in samples {
            text += isJSON ? json(sample) : plain(sample)
            text += "\n"
        }
        return text
    }

    private func json(_ sample: Sample) -> String {
        var line = "{\"time_ns\":\(sample.timeNanoseconds),\(name(of: sample).json),"
        line += "\"metric\":\"\(Self.word(sample.metric))\""
        if let direction = Self.direction(sample) { line += ",\"direction\":\"\(direction)\"" }
        switch sample.metric {
        case .delay: line += ",\"value\":\(sample.delayNanoseconds),\"uncertainty\":\(sample.auxiliary)"
        case .lost: break
        default: line += ",\"value\":\(sample.payload)"
        }
        return line + "}"
    }

    private func plain(_ sample: Sample) -> String {
        var words = [Self.instant(sample.timeNanoseconds), name(of: sample).plain, Self.word(sample.metric)]
        if let direction = Self.direction(sample) { words.append(direction) }
        switch sample.metric {
        case .delay: words.append("\(sample.delayNanoseconds) ± \(sample.auxiliary)")
        case .lost: break
        default: words.append("\(sample.payload)")
        }
        return words.joined(separator: " ")
    }

    private func name(of sample: Sample) -> Name {
        let names = sample.metric.isInterfaceMetric ? interfaces : paths
        guard names.indices.contains(Int(sample.subject)) else {
            return Name(plain: "#\(sample.subject)", json: "\"subject\":\(sample.subject)")
        }
        return names[Int(sample.subject)]
    }

    /// With the unit of the value where there is one.
    private static func word(_ metric: Metric) -> String {
        switch metric {
        case .octets: "octets"
        case .errors: "errors"
        case .discards: "discards"
        case .speed: "speed_bps"
        case .operationalStatus: "oper_status"
        case .period: "period_ns"
        case .delay: "delay_ns"
        case .lost: "lost"
        }
    }

    /// `nil` where the metric has none.
    private static func direction(_ sample: Sample) -> String? {
        switch sample.metric {
        case .speed, .operationalStatus, .period: nil
        case .octets, .errors, .discards: sample.direction == .inbound ? "in" : "out"
        case .delay, .lost:
            switch sample.direction {
            case .inbound: "forward"
            case .outbound: "backward"
            case .roundTrip: "round_trip"
            }
        }
    }

    /// `2026-11-22T00:25:06.123456789Z`.
    private static func instant(_ nanoseconds: Int64) -> String {
        let (seconds, rest) = (nanoseconds / 1_000_000_000, nanoseconds % 1_000_000_000)
        let fraction = String(abs(rest))
        let date = Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601).dropLast()
        return "\(date).\(String(repeating: "0", count: 9 - fraction.count))\(fraction)Z"
    }

    private static func quoted(_ text: String) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        guard let bytes = try? encoder.encode(text) else { return "\"\"" }
        return String(decoding: bytes, as: UTF8.self)
    }
}
