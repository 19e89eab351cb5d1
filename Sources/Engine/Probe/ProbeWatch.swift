import Collecting
import Configuration
import Metro
import STAMP
import Sockets
import Synchronization
import Telemetry

/// Probes one reflector, for `haomiao probe ADDR`: the sender of the paths, and what it says.
public final class ProbeWatch: Sendable {
    /// What happened since the last look.
    public struct News: Sendable {
        public var outcomes: [ProbeTally.Outcome] = []
        /// A trouble that began, or ended (`nil`).
        public var troubles: [CollectorError?] = []
        /// Notes that are new.
        public var notes: [String] = []
        /// Nothing more comes: all probes are decided, or there is nothing to probe (`error`).
        public var isOver = false
        public var error: CollectorError?

        public init() {}
    }

    /// Outcomes that wait for a look, at most.
    private static let capacity = 65_536

    private struct State {
        var news = News()
        var tally: ProbeTally
        var notes: [String] = []
        var dropped = 0
        var isTroubled = false
        var account: ProbeAccount?
        var clock: PathClock?
    }

    private let entry: ProbeList.Entry
    private let dispatcher: StampDispatcher
    private let state: Mutex<State>
    private let probing = Mutex<Task<Void, Never>?>(nil)
    public let time: any TimeSource
    /// How many probes are sent; `nil`: until it is stopped.
    public let count: Int?
    /// When a probe counts as lost.
    public let timeoutNanoseconds: Int64

    /// Throws when the system gives no descriptor.
    public init(
        _ entry: ProbeList.Entry, limitNanoseconds: Int64, count: Int?, timeoutNanoseconds: Int64 = 3_000_000_000,
        time: any TimeSource = SystemTime()
    ) throws {
        self.entry = entry
        self.time = time
        self.count = count
        self.timeoutNanoseconds = timeoutNanoseconds
        dispatcher = try StampDispatcher()
        state = Mutex(
            State(tally: ProbeTally(limitNanoseconds: limitNanoseconds, floorKilometres: entry.floorKilometres)))
    }

    /// Host and port as they were given.
    public var address: String { SocketAddress.text(host: entry.access.host, port: entry.access.port) }
    public var intervalNanoseconds: Int64 { Int64(entry.intervalMilliseconds) * 1_000_000 }
    public var tally: ProbeTally { state.withLock { $0.tally } }
    public var account: ProbeAccount? { state.withLock { $0.account } }
    /// Whether the reflector has been found and the key read.
    public var isProbing: Bool { state.withLock { $0.account != nil || $0.tally.decided > 0 || $0.isTroubled } }
    public var clock: PathClock? { state.withLock { $0.clock } }

    public func start() {
        ClockTruth.host.start()
        probing.withLock { probing in
            guard probing == nil else { return }
            let collector = StampCollector(
                entry, subject: 0, dispatcher: dispatcher, timeoutNanoseconds: timeoutNanoseconds,
                count: count.map { UInt64($0) }, observer: { [weak self] in self?.take($0) })
            probing = Task { [self] in
                var end: CollectorError?
                do {
                    try await collector.collect(into: self)
                } catch {
                    end = error as? CollectorError
                }
                state.withLock { ($0.news.isOver, $0.news.error) = (true, end) }
            }
        }
    }

    /// Until the run ends by itself or has been stopped.
    func ended() async { await probing.withLock { $0 }?.value }

    public func stop() { probing.withLock { $0?.cancel() } }

    /// What happened since the last call.
    public func news() -> News {
        state.withLock { state in
            if state.dropped > 0 {
                state.news.notes.append("\(state.dropped) lines left out: nobody looked at them in time")
            }
            defer { (state.news, state.dropped) = (News(), 0) }
            return state.news
        }
    }

    private func take(_ outcome: ProbeOutcome) {
        state.withLock { state in
            let taken = state.tally.take(outcome)
            if state.news.outcomes.count < Self.capacity {
                state.news.outcomes.append(taken)
            } else {
                state.dropped += 1
            }
        }
    }
}

extension ProbeWatch: Intake {
    /// They come with what became of their probes.
    public func offer(_ samples: [Sample]) {}

    public func report(_ finding: Finding) {
        state.withLock { state in
            switch finding {
            case .trouble(let error):
                guard error != nil || state.isTroubled else { return }
                state.isTroubled = error != nil
                state.news.troubles.append(error)
            case .notes(let notes):
                state.news.notes += notes.filter { !state.notes.contains($0) }
                state.notes = notes
            case .probeAccount(_, let account): state.account = account
            case .pathClock(_, let clock): state.clock = clock
            default: break
            }
        }
    }
}
