import Foundation
import Metro

/// The picture in a few lines for people, where JSON is not asked for.
struct SnapshotSummary {
    let snapshot: MetroSnapshot

    init(_ snapshot: MetroSnapshot) { self.snapshot = snapshot }

    var text: String {
        let inventory = snapshot.inventory
        var lines = [
            "source: \(snapshot.source.rawValue)   city: \(inventory.city.text(.english))   inventory: \(inventory.version)"
        ]
        for result in snapshot.indicators where result.scope == .city && result.form == .live {
            lines.append(line(result))
        }
        let links = counts(snapshot.links.map(\.severity), Severity.allCases.reversed())
        let paths = counts(snapshot.paths.map(\.severity), Severity.allCases.reversed())
        lines.append("links: \(snapshot.links.count) (\(links))   paths: \(snapshot.paths.count) (\(paths))")
        lines.append(
            "targets: \(snapshot.targets.count) (\(counts(snapshot.targets.map(\.state), TargetPicture.State.allCases)))"
        )
        for target in snapshot.targets {
            if let error = target.lastError { lines.append("target \(target.id): \(target.state.rawValue): \(error)") }
        }
        let pipeline = snapshot.pipeline
        let dropped = pipeline.dropped.map { "\($0.reason) \($0.count)" }.joined(separator: ", ")
        lines.append(
            """
            samples: offered \(pipeline.offered) = stored \(pipeline.stored) + queued \(pipeline.queued) \
            + dropped (\(dropped))
            """)
        let memory = pipeline.memory
        lines.append(
            """
            path: lag \(pipeline.lagNanoseconds / 1_000_000) ms   ring peak in one lane \(pipeline.ringHighWater) of \
            \(pipeline.ringCapacity)   late windows \(pipeline.windowsLate)   keeps \(memory.minutesKept) min in \
            \(memory.plannedBytes >> 20) of \(memory.budgetBytes >> 20) MiB
            """)
        return lines.joined(separator: "\n") + "\n"
    }

    private func line(_ result: IndicatorResult) -> String {
        let range = [result.lo, result.hi].map { figure($0, result.unit) }.joined(separator: " … ")
        let goal = figure(result.target, result.unit)
        let reason = result.reason.map { " (\($0.rawValue))" } ?? ""
        let value = figure(result.value, result.unit)
        return "\(result.indicator.rawValue)  \(value)  [\(range)]  goal \(goal)  \(result.verdict.rawValue)\(reason)"
    }

    /// "1 breach, 68 ok", in the order of `cases`, without those that do not occur.
    private func counts<State: Equatable>(_ states: [State], _ cases: some Sequence<State>) -> String {
        cases.compactMap { state in
            let count = states.count { $0 == state }
            return count > 0 ? "\(count) \(state)" : nil
        }.joined(separator: ", ")
    }

    private func figure(_ value: Double?, _ unit: IndicatorUnit) -> String {
        guard let value else { return "?" }
        return switch unit {
        case .ratio: String(format: "%.1f %%", value * 100)
        case .nanoseconds: value.isFinite ? String(format: "%.3f ms", value / 1e6) : "∞"
        }
    }
}
