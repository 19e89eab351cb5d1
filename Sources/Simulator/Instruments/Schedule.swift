import Metro
import Telemetry

/// When something is asked of the simulation: every `period` nanoseconds, with a phase of its own.
struct Rhythm: Sendable {
    let period: Int64
    private let phase: Int64

    init(milliseconds: Int, key: UInt64) {
        period = Int64(min(max(milliseconds, 10), 60_000)) * 1_000_000
        phase = Int64(SplitMix.unit(key) * Double(period))
    }

    /// The first instant at or after `time`.
    @inline(__always)
    func next(notBefore time: Int64) -> Int64 {
        let behind = (time &- phase) % period
        return behind == 0 ? time : time &- behind &+ (behind > 0 ? period : 0)
    }
}

/// What is asked of the simulation, and when.
struct Schedule: Sendable {
    struct Path: Sendable {
        let index: Int
        let subject: UInt32
        let rhythm: Rhythm
    }
    struct Agent: Sendable {
        let clock: AgentClock
        let rhythm: Rhythm
        let outages: [TimeWindow]
        let interfaces: [BoundInterface]

        func isSilent(at time: Int64) -> Bool { outages.contains { $0.contains(time) } }
    }
    let paths: [Path]
    let agents: [Agent]

    /// Appends everything in [from, until), simulation time in nanoseconds, in order of time; `flush` is called at the
    /// end of every step of ten seconds.
    func run(
        _ simulation: Simulation, from: Int64, until: Int64, into samples: inout [Sample],
        flush: (inout [Sample]) -> Void = { _ in }
    ) {
        var start = from
        var agenda: [UInt64] = []
        let repeats = repeats
        var isWholeStep = false
        while start < until {
            let step = CityState.step(of: start)
            let end = min(until, (step &+ 1) &* CityState.stepNanoseconds)
            let wasWholeStep = isWholeStep
            isWholeStep = end &- start == CityState.stepNanoseconds
            if !(repeats && isWholeStep && wasWholeStep) { fill(&agenda, from: start, until: end) }
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

    /// Every whole step has the same agenda.
    private var repeats: Bool {
        paths.allSatisfy { CityState.stepNanoseconds % $0.rhythm.period == 0 }
            && agents.allSatisfy { CityState.stepNanoseconds % $0.rhythm.period == 0 }
    }

    /// An agenda item is the time within the step (34 bits hold ten seconds) above the index of path or agent.
    private static let indexBits: UInt64 = 28
    private static let indexMask: UInt64 = (1 << indexBits) - 1

    private func fill(_ agenda: inout [UInt64], from start: Int64, until end: Int64) {
        agenda.removeAll(keepingCapacity: true)
        func add(_ rhythm: Rhythm, _ index: Int) {
            var time = rhythm.next(notBefore: start)
            while time < end {
                agenda.append(UInt64(bitPattern: time &- start) << Self.indexBits | UInt64(index) & Self.indexMask)
                time &+= rhythm.period
            }
        }
        for (index, path) in paths.enumerated() { add(path.rhythm, index) }
        for (index, agent) in agents.enumerated() { add(agent.rhythm, paths.count + index) }
        agenda.sort()
    }

    @inline(__always)
    private func emit(
        _ index: Int, _ simulation: Simulation, at time: Int64, _ state: borrowing CityState, to samples: inout [Sample]
    ) {
        if index < paths.count {
            let path = paths[index]
            simulation.appendDelays(ofPath: path.index, subject: path.subject, at: time, state, to: &samples)
        } else {
            let agent = agents[index - paths.count]
            if agent.isSilent(at: time) { return }
            simulation.appendCounters(of: agent.interfaces, clock: agent.clock, at: time, to: &samples)
        }
    }
}
