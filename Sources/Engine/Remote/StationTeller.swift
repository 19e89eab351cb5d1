import Collecting
import Metro
import Telemetry

/// Decides what an instance's stream says next: a state machine without I/O.
struct StationTeller {
    /// Lines of samples written at once.
    static let linesAtOnce = 32
    /// Between two looks at what is to be said of the paths, and from heartbeat to heartbeat; nanoseconds.
    static let heartbeatNanoseconds: Int64 = 1_000_000_000
    /// Paths that are spoken of in a second, beside those that come into trouble or out of it.
    static let pathsPerSecond = 512

    private let ids: [PathID]
    private let software: String
    /// What was last said of each path; `nil` before the first time.
    private var told: [ProbeLine.PathState?]
    private var hasGreeted = false
    private var nextHeartbeat = Int64.min
    /// Where the next round of paths begins.
    private var cursor = 0

    init(ids: [PathID], software: String) {
        self.ids = ids
        self.software = software
        told = Array(repeating: nil, count: ids.count)
    }

    /// `targets` and the subjects of `board` are the paths, in their order.
    mutating func bytes(
        ring: SampleRing, targets: @autoclosure () -> [TargetHealth], board: @autoclosure () -> SubjectBoard,
        clock: @autoclosure () -> PathClock.End?, wallNanoseconds: Int64, monotonicNanoseconds now: Int64
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        if !hasGreeted {
            hasGreeted = true
            bytes +=
                ProbeLine.hello(
                    .init(version: ProbeLine.version, software: software, wallNanoseconds: wallNanoseconds)
                ).bytes
        }
        if now >= nextHeartbeat {
            nextHeartbeat = now + Self.heartbeatNanoseconds
            // Before the samples that speak of them.
            for state in paths(targets(), board()) { bytes += ProbeLine.path(state).bytes }
            bytes +=
                ProbeLine.heartbeat(
                    .init(wallNanoseconds: wallNanoseconds, droppedSamples: ring.counts.refused, clock: clock())
                ).bytes
        }
        for _ in 0..<Self.linesAtOnce {
            var samples: [Sample] = []
            _ = ring.drain(max: ProbeLine.sampleLimit) { span in
                for index in span.indices { samples.append(span[index]) }
            }
            guard !samples.isEmpty else { break }
            bytes += ProbeLine.samples(samples, invalid: 0).bytes
        }
        return bytes
    }

    /// Those of which there is something new to say: all that came into trouble or out of it or were never spoken of,
    /// and of the others as many as a second may have, in turn.
    private mutating func paths(_ targets: [TargetHealth], _ board: SubjectBoard) -> [ProbeLine.PathState] {
        var said: [ProbeLine.PathState] = []
        var budget = Self.pathsPerSecond
        let start = cursor
        for step in 0..<ids.count {
            let number = (start + step) % ids.count
            let state = state(number, targets[number], board)
            guard state != told[number] else { continue }
            let isUrgent = told[number].map { $0.trouble != state.trouble } ?? true
            if !isUrgent {
                guard budget > 0 else { continue }
                budget -= 1
                cursor = (number + 1) % ids.count
            }
            told[number] = state
            said.append(state)
        }
        return said
    }

    private func state(_ number: Int, _ target: TargetHealth, _ board: SubjectBoard) -> ProbeLine.PathState {
        ProbeLine.PathState(
            path: number, id: ids[number].text,
            trouble: target.lastFailure.map {
                .init(code: $0.code.rawValue, message: $0.message, advice: $0.advice)
            }, notes: target.picture.notes, account: board.probeAccounts[number], clock: board.pathClocks[number])
    }
}
