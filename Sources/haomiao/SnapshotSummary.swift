import Foundation
import Metro

/// The picture in a few lines for people, where JSON is not asked for.
struct SnapshotSummary {
    let snapshot: MetroSnapshot

    init(_ snapshot: MetroSnapshot) { self.snapshot = snapshot }

    var text: String {
        var lines = [
            "source: \(snapshot.source.rawValue)   city: \(snapshot.inventory.city.text(.english))   inventory \(snapshot.inventory.version)"
        ]
        for result in snapshot.indicators where result.scope == .city && result.form == .live {
            let range = [result.lo, result.hi].map { figure($0, result.unit) }.joined(separator: " … ")
            let reason = result.reason.map { " (\($0.rawValue))" } ?? ""
            lines.append(
                "\(result.indicator.rawValue)  \(figure(result.value, result.unit))  [\(range)]  goal \(figure(result.target, result.unit))  \(result.verdict.rawValue)\(reason)")
        }
        let severities = Dictionary(grouping: snapshot.links + [], by: \.severity).mapValues(\.count)
        let states = Severity.allCases.reversed().compactMap { severity in
            severities[severity].map { "\($0) \(severity)" }
        }
        lines.append("links: \(snapshot.links.count) (\(states.joined(separator: ", ")))   paths: \(snapshot.paths.count)")
        for target in snapshot.targets where target.state != .healthy {
            lines.append("target \(target.id): \(target.state.rawValue)\(target.lastError.map { ": \($0)" } ?? "")")
        }
        let pipeline = snapshot.pipeline
        let dropped = pipeline.dropped.map { "\($0.reason) \($0.count)" }.joined(separator: ", ")
        lines.append(
            "samples: offered \(pipeline.offered) = stored \(pipeline.stored) + queued \(pipeline.queued) + dropped (\(dropped))")
        return lines.joined(separator: "\n") + "\n"
    }

    private func figure(_ value: Double?, _ unit: IndicatorUnit) -> String {
        guard let value else { return "?" }
        return switch unit {
        case .ratio: String(format: "%.1f %%", value * 100)
        case .nanoseconds: value.isFinite ? String(format: "%.3f ms", value / 1e6) : "∞"
        }
    }
}
