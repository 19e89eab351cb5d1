import Collecting
import Metro
import STAMP
import Sockets
import Telemetry

/// One path measured through a relay: what the collector says beside what happened.
struct Trial: Sendable {
    /// A delay that was measured, and the actual one of the same packet, nanoseconds.
    struct Pair: Hashable, Sendable {
        var probe: Int
        var direction: Direction
        var measured: Int64
        var actual: Int64
        var uncertainty: Int64
        var flags: SampleFlags
        /// Of a delay back: how long after the reflector stamped it the answer left; in no clock's error.
        var reflectorLateness: Int64

        var error: Int64 { measured - actual }
        var isWithin: Bool { isWithin(besides: 0) }
        func isWithin(besides known: Int64) -> Bool { (error - known).magnitude <= uncertainty }
    }

    let schedule: Schedule
    let pairs: [Pair]
    /// Probes that the collector calls lost, and those that the relay lost.
    let lost: Set<Int>
    let actuallyLost: Set<Int>
    /// Samples that belong to no probe of the relay.
    let strays: Int
    let record: RecordingIntake.Record
    let passages: [Passage]
    /// Transmit stamps that the kernel owed the relay.
    let missingStamps: Int

    /// The collector's own account of its probes.
    var account: ProbeAccount? {
        record.findings.reversed().lazy.compactMap {
            if case .probeAccount(_, let account) = $0 { account } else { nil }
        }
        .first
    }
    /// Answers that reached the sender, by probe, in their order.
    private var answers: [Int] { passages.filter { !$0.isForward && $0.sentNanoseconds != nil }.map(\.probe) }
    /// Answers beyond the first to a probe.
    var actualDuplicates: Int { answers.count - Set(answers).count }
    /// First answers that a later probe's overtook (RFC 4737 §3.3).
    var actuallyReordered: Int {
        var newest = -1
        var seen: Set<Int> = []
        var count = 0
        for probe in answers where seen.insert(probe).inserted {
            if probe < newest { count += 1 }
            newest = max(newest, probe)
        }
        return count
    }

    /// On loopback, or through the relay in the middle of `chain`.
    static func run(
        _ schedule: Schedule, clock: ClockRelation = .shared, intervalMilliseconds: Int = 10,
        in chain: NamespaceChain? = nil
    ) async throws -> Trial {
        let host = chain == nil ? "127.0.0.1" : NamespaceChain.reflectorAddress
        let near = chain == nil ? "127.0.0.1" : NamespaceChain.networkAddress
        let server = try await withTaskExecutorPreference(chain?.reflector) {
            try ReflectorServer(listen: SocketAddress(parsing: "\(host):0"))
        }
        let relay = try await withTaskExecutorPreference(chain?.network) {
            try Relay(to: server.localAddress, listen: SocketAddress(parsing: "\(near):0"), schedule: schedule)
        }
        let probing = try Probing(
            host: near, port: relay.address.port, clock: clock, intervalMilliseconds: intervalMilliseconds,
            on: chain?.sender)
        let record = await probing.intake.wait { isComplete($0, schedule, relay) }
        await probing.stop()
        relay.stop()
        server.stop()
        return Trial(schedule, record, relay)
    }

    /// All measured probes are answered, or so old that they count as lost (3 s), with an answer of slack.
    private static func isComplete(_ record: RecordingIntake.Record, _ schedule: Schedule, _ relay: Relay) -> Bool {
        guard let newest = record.samples.last(where: { $0.metric == .delay }) else { return false }
        guard record.samples.count >= schedule.probes else { return false }
        let last = relay.passages.last { $0.probe == schedule.probes - 1 }
        guard let last else { return false }
        return newest.timeNanoseconds > last.questionNanoseconds + 3_100_000_000
    }

    private init(_ schedule: Schedule, _ record: RecordingIntake.Record, _ relay: Relay) {
        self.schedule = schedule
        self.record = record
        passages = relay.passages
        missingStamps = relay.missingStamps
        let first = passages.filter { $0.copy == 0 && $0.probe < schedule.probes }
        let questions = first.filter(\.isForward).sorted { $0.questionNanoseconds < $1.questionNanoseconds }
        // Of two answers to one probe the first counts.
        let ways = Dictionary(
            grouping: first, by: { $0.isForward ? Direction.forward : .backward }
        ).mapValues { Dictionary($0.map { ($0.probe, $0) }, uniquingKeysWith: { earlier, _ in earlier }) }
        actuallyLost = Set(first.filter { $0.sentNanoseconds == nil }.map(\.probe))
        var pairs: [Pair] = []
        var lost: Set<Int> = []
        var strays = 0
        let end = (questions.last?.questionNanoseconds ?? 0) + Self.tolerance
        for sample in record.samples where sample.timeNanoseconds < end && sample.direction != .roundTrip {
            guard let probe = Self.probe(at: sample.timeNanoseconds, in: questions) else {
                strays += 1
                continue
            }
            if sample.metric == .lost {
                lost.insert(probe)
            } else if let passage = ways[sample.direction]?[probe], let actual = passage.actualNanoseconds {
                pairs.append(
                    Pair(
                        probe: probe, direction: sample.direction, measured: sample.delayNanoseconds, actual: actual,
                        uncertainty: Int64(clamping: sample.auxiliary), flags: sample.flags,
                        reflectorLateness: passage.reflectorLatenessNanoseconds))
            } else {
                strays += 1
            }
        }
        self.pairs = pairs
        self.lost = lost
        self.strays = strays
    }

    /// A sample's time is T1, which a later stamp may have corrected; half an interval.
    private static let tolerance: Int64 = 4_000_000

    private static func probe(at time: Int64, in questions: [Passage]) -> Int? {
        let nearest = questions.min { abs($0.questionNanoseconds - time) < abs($1.questionNanoseconds - time) }
        return nearest.flatMap { abs($0.questionNanoseconds - time) < tolerance ? $0.probe : nil }
    }
}
