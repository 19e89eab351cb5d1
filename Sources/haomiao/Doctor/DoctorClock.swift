import Foundation
import STAMP
import Sockets

/// What `doctor` says of this host's clock, and how near a limit a delay can come before its verdict is unknown.
struct DoctorClock {
    typealias Row = (name: String, value: String)

    var kernel: KernelClock?
    /// As probes use it.
    var state: ClockState?
    var replies: [ClockDaemon: DaemonReply]

    var rows: [Row] {
        var rows: [Row] = [("system clock", summary), ("kernel (adjtimex)", kernelText)]
        for daemon in ClockDaemon.allCases { rows.append((daemon.rawValue, daemonText(daemon))) }
        guard let state, state.isSynchronised else {
            rows.append(("verdicts", "one-way: only on paths with 'clock: shared'; round trips: on all"))
            rows.append(("what to do", advice))
            return rows
        }
        for limit in [1_000_000.0, 10_000_000] {
            rows.append(("limit \(DurationFigure.text(limit))", Self.reach(limit: limit, state)))
        }
        return rows
    }

    private var summary: String {
        guard let state else { return "unknown: the kernel does not say (adjtimex refused) and no daemon answers" }
        guard state.isSynchronised else { return "NOT synchronised" }
        let source = state.source.map { " (\($0.rawValue.uppercased()))" } ?? ""
        return "synchronised\(source), right within ±\(DurationFigure.error(state.maximumErrorNanoseconds))"
    }

    private var kernelText: String {
        guard let kernel else { return "does not say" }
        let tai = kernel.taiMinusUTCSeconds == 0 ? "TAI unknown" : "TAI − UTC \(kernel.taiMinusUTCSeconds) s"
        return [
            kernel.state.isSynchronised ? "disciplined" : "not disciplined",
            "bound \(DurationFigure.error(kernel.state.maximumErrorNanoseconds))",
            "estimate \(DurationFigure.error(kernel.state.estimatedErrorNanoseconds))",
            String(format: "oscillator corrected by %+.3f ppm", kernel.frequencyPartsPerMillion), tai,
        ].joined(separator: ", ") + Self.leapText(kernel.leap)
    }

    private static func leapText(_ leap: KernelClock.Leap) -> String {
        switch leap {
        case .none, .unsynchronised: ""
        case .insert: ", a leap second will be inserted at the end of the UTC day"
        case .delete: ", a second will be left out at the end of the UTC day"
        case .inProgress, .done: ", a leap second is passing"
        }
    }

    private func daemonText(_ daemon: ClockDaemon) -> String {
        switch replies[daemon] {
        case nil: return "not asked"
        case .absent?: return "not installed"
        case .failed(let reason)?: return "no answer: \(reason)"
        case .answered(let answer)?:
            guard answer.isSynchronised else { return "runs and follows nothing" }
            return "follows \(answer.reference ?? "a grandmaster"), off by"
                + " \(DurationFigure.text(Double(answer.offsetNanoseconds))),"
                + " bound \(DurationFigure.error(answer.errorNanoseconds))"
        }
    }

    private var advice: String {
        if let kernel, kernel.state.isSynchronised, kernel.state.estimatedErrorNanoseconds == 0 {
            return
                "whoever sets this clock states no error (systemd-timesyncd does not): run chrony or linuxptp instead"
        }
        let follows = replies.values.contains {
            if case .answered(let answer) = $0 { answer.isSynchronised } else { false }
        }
        if follows { return "a daemon follows its source but nobody sets the system clock: with linuxptp run phc2sys" }
        return "run chrony (NTP) or linuxptp (PTP) here and at the far ends; Docs/Clocks.md tells how"
    }

    /// With a far end whose clock is as good, and kernel stamps at both.
    static func reach(limit: Double, _ state: ClockState) -> String {
        let error = 2 * (Double(state.maximumErrorNanoseconds) + Double(StampingError.kernel))
        guard error < limit else {
            return "no one-way delay can be proven under it: both clocks and stamps may err by"
                + " \(DurationFigure.text(error)) together"
        }
        return "met under \(DurationFigure.text(limit - error)), missed from \(DurationFigure.text(limit + error)),"
            + " unknown between (with a far clock as good as this one)"
    }
}
