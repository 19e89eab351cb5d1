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
        /// How far the far clock was ahead by the schedule.
        var clockAhead: Int64

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
    /// - Parameter followsUp: the reflector tells with an answer when the one before it really left (RFC 8972 §4.7).
    static func run(
        _ schedule: Schedule, followsUp: Bool = false, in chain: NamespaceChain? = nil
    ) async throws -> Trial {
        let host = chain == nil ? "127.0.0.1" : NamespaceChain.reflectorAddress
        let near = chain == nil ? "127.0.0.1" : NamespaceChain.networkAddress
        var policy = ReflectorPolicy()
        policy.isStateful = followsUp
        let server = try await withTaskExecutorPreference(chain?.reflector) { [policy] in
            try ReflectorServer(listen: SocketAddress(parsing: "\(host):0"), policy: policy)
        }
        let relay = try await withTaskExecutorPreference(chain?.network) {
            try Relay(to: server.localAddress, listen: SocketAddress(parsing: "\(near):0"), schedule: schedule)
        }
        let probing = try Probing(
            host: near, port: relay.address.port, hasExtensions: followsUp, on: chain?.sender)
        let record = await probing.intake.wait { relay.isSettled($0.samples.last?.timeNanoseconds) }
        await probing.stop()
        relay.stop()
        server.stop()
        return Trial(schedule, record, relay)
    }

    /// On loopback, with clocks at both ends that admit 5 µs; what the far one really does, the schedule says.
    static func runSynchronised(_ schedule: Schedule) async throws -> Trial {
        let server = try ReflectorServer(listen: .loopback(port: 0))
        var schedule = schedule
        schedule.farClockErrorNanoseconds = 5_000
        let relay = try Relay(to: server.localAddress, schedule: schedule)
        let probing = try SessionProbing(to: relay.address, intervalMilliseconds: 5, clockErrorNanoseconds: 5_000)
        let record = await probing.intake.wait { relay.isSettled($0.samples.last?.timeNanoseconds) }
        probing.stop()
        relay.stop()
        server.stop()
        return Trial(schedule, record, relay)
    }

    private init(_ schedule: Schedule, _ record: RecordingIntake.Record, _ relay: Relay) {
        self.schedule = schedule
        self.record = record
        passages = relay.passages
        missingStamps = relay.missingStamps
        let truth = Truth(passages, probes: schedule.probes)
        actuallyLost = truth.lost
        var pairs: [Pair] = []
        var lost: Set<Int> = []
        var strays = 0
        for sample in record.samples where sample.timeNanoseconds < truth.endNanoseconds {
            let probe = truth.probe(at: sample.timeNanoseconds)
            if let probe, sample.metric == .lost {
                lost.insert(probe)
            } else if let probe, let pair = truth.pair(of: sample, probe) {
                pairs.append(pair)
            } else {
                strays += 1
            }
        }
        self.pairs = pairs
        self.lost = lost
        self.strays = strays
    }
}
