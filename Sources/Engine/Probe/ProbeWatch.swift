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
        /// Why nothing more comes.
        public var end: CollectorError?
    }

    /// Samples that wait for a look, at most.
    private static let capacity = 65_536

    private struct State {
        var samples: [Sample] = []
        var news = News()
        var notes: [String] = []
        var dropped = 0
        var isTroubled = false
        var account: ProbeAccount?
        var clock: PathClock?
    }

    private let collector: StampCollector
    private let state = Mutex(State())
    private let tallied: Mutex<ProbeTally>
    private let probing = Mutex<Task<Void, Never>?>(nil)
    public let time: any TimeSource
    public let count: Int?
    public let intervalNanoseconds: Int64

    /// Throws when the system gives no descriptor.
    public init(
        _ entry: ProbeList.Entry, limitNanoseconds: Int64, count: Int?, time: any TimeSource = SystemTime()
    ) throws {
        let collectors = try StampCollector.collectors(of: ProbeList(entries: [entry]))
        guard let collector = collectors.first else { throw CollectorError(.system, "there is nothing to probe") }
        self.collector = collector
        self.time = time
        self.count = count
        intervalNanoseconds = Int64(entry.intervalMilliseconds) * 1_000_000
        tallied = Mutex(
            ProbeTally(
                limitNanoseconds: limitNanoseconds, floorKilometres: entry.floorKilometres,
                startNanoseconds: time.wallNanoseconds,
                intervalNanoseconds: intervalNanoseconds, count: count))
    }

    /// Host and port as they were given.
    public var address: String { collector.target.address }
    public var tally: ProbeTally { tallied.withLock { $0 } }
    public var account: ProbeAccount? { state.withLock { $0.account } }
    public var clock: PathClock? { state.withLock { $0.clock } }

    public func start() {
        ClockTruth.host.start()
        probing.withLock { probing in
            guard probing == nil else { return }
            probing = Task { [self] in
                do {
                    try await collector.collect(into: self)
                } catch let error as CollectorError {
                    state.withLock { $0.news.end = error }
                } catch {}
            }
        }
    }

    public func stop() { probing.withLock { $0?.cancel() } }

    /// What happened since the last call.
    public func news() -> News {
        var (samples, news) = state.withLock { state in
            if state.dropped > 0 {
                state.news.notes.append("\(state.dropped) samples dropped: nobody looked at them in time")
            }
            defer { (state.samples, state.news, state.dropped) = ([], News(), 0) }
            return (state.samples, state.news)
        }
        news.outcomes = tallied.withLock { $0.take(samples) }
        return news
    }
}

extension ProbeWatch: Intake {
    public func offer(_ samples: [Sample]) {
        state.withLock { state in
            if state.samples.count + samples.count <= Self.capacity {
                state.samples += samples
            } else {
                state.dropped += samples.count
            }
        }
    }

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
