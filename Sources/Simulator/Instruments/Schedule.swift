import Metro
import Telemetry

/// What is asked of the simulation, and when: paths and devices, each with a period and a phase of its own.
struct Schedule: Sendable {
    enum Subject: Sendable {
        case path(index: Int, subject: UInt32)
        case device(AgentClock, outages: [TimeWindow], interfaces: [BoundInterface])
    }
    struct Entry: Sendable {
        let subject: Subject
        /// Nanoseconds.
        let period: Int64
        let phase: Int64

        init(_ subject: Subject, period: Int64, key: UInt64) {
            self.subject = subject
            self.period = max(period, 10_000_000)
            phase = Int64(SplitMix.unit(key) * Double(self.period))
        }

        /// The first instant of this entry at or after `time`.
        @inline(__always)
        func next(notBefore time: Int64) -> Int64 {
            let behind = (time &- phase) % period
            return behind == 0 ? time : time &- behind &+ (behind > 0 ? period : 0)
        }

        func isSilent(at time: Int64) -> Bool {
            guard case .device(_, let outages, _) = subject else { return false }
            return outages.contains { $0.contains(time) }
        }
    }
    let entries: [Entry]

    /// Appends everything in [from, until), simulation time in nanoseconds, in order of time; `flush` is called at the
    /// end of every step of ten seconds.
    func run(
        _ simulation: Simulation, from: Int64, until: Int64, into samples: inout [Sample],
        flush: (inout [Sample]) -> Void = { _ in }
    ) {
        var start = from
        var agenda: [UInt64] = []
        while start < until {
            let step = CityState.step(of: start)
            let end = min(until, (step &+ 1) &* CityState.stepNanoseconds)
            fill(&agenda, from: start, until: end)
            simulation.state.withLock { state in
                state.move(to: step, of: simulation)
                for item in agenda {
                    let time = start &+ Int64(item >> Self.indexBits)
                    emit(Int(item & Self.indexMask), simulation, at: time, state, to: &samples)
                }
            }
            flush(&samples)
            start = end
        }
    }

    /// An agenda item is the time within the step (34 bits hold ten seconds) above the entry's index.
    private static let indexBits: UInt64 = 28
    private static let indexMask: UInt64 = (1 << indexBits) - 1

    private func fill(_ agenda: inout [UInt64], from start: Int64, until end: Int64) {
        agenda.removeAll(keepingCapacity: true)
        for (index, entry) in entries.enumerated() {
            var time = entry.next(notBefore: start)
            while time < end {
                agenda.append(UInt64(bitPattern: time &- start) << Self.indexBits | UInt64(index) & Self.indexMask)
                time &+= entry.period
            }
        }
        agenda.sort()
    }

    @inline(__always)
    private func emit(
        _ index: Int, _ simulation: Simulation, at time: Int64, _ state: borrowing CityState, to samples: inout [Sample]
    ) {
        switch entries[index].subject {
        case .path(let path, let subject):
            simulation.appendDelays(ofPath: path, subject: subject, at: time, state, to: &samples)
        case .device(let clock, _, let interfaces):
            if entries[index].isSilent(at: time) { return }
            simulation.appendCounters(of: interfaces, clock: clock, at: time, to: &samples)
        }
    }
}
