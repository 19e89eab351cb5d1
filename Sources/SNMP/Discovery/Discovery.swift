import Collecting
import Metro
import Sockets
import Synchronization

/// Surveys devices from seeds over their neighbours: `DiscoveryFrontier` says whom, this asks, several at once.
public enum Discovery {
    public struct Settings: Sendable {
        public var limits = DiscoveryFrontier.Limits()
        /// Devices asked at once.
        public var parallel = 32
        /// For everything; what was found until then is the outcome.
        public var limitNanoseconds: Int64 = 600_000_000_000
        /// For one device, nanoseconds.
        public var surveyLimitNanoseconds: Int64 = 120_000_000_000
        public var timeoutMilliseconds = 2_000
        public var retries = 1
        public var maxRepetitions = 25
        public init() {}
    }

    public struct Outcome: Sendable {
        public var frontier: DiscoveryFrontier
        /// Which of the credentials that the address was tried with it answered to.
        public var credentials: [SocketAddress: SNMPCredentials]
        public var isOutOfTime: Bool
    }

    public enum Progress: Hashable, Sendable {
        case answered(SocketAddress, name: String, interfaces: Int, neighbours: Int)
        case silent(SocketAddress, reason: String)
    }

    private enum Event: Sendable {
        case surveyed(SocketAddress, DeviceSurvey, SNMPCredentials)
        case failed(SocketAddress, reason: String)
        case timeIsUp
    }

    /// `credentials`: what to try at an address, in this order; the next one only where the one before got no answer.
    /// Throws `CancellationError` alone.
    public static func run(
        seeds: [SocketAddress], settings: Settings, transport: any SNMPTransport, time: any TimeSource = SystemTime(),
        credentials: @escaping @Sendable (SocketAddress) -> [SNMPCredentials],
        progress: @Sendable (Progress) -> Void = { _ in }
    ) async throws -> Outcome {
        var outcome = Outcome(
            frontier: DiscoveryFrontier(seeds: seeds, limits: settings.limits), credentials: [:], isOutOfTime: false)
        let deadline = time.monotonicNanoseconds &+ settings.limitNanoseconds
        try await withThrowingTaskGroup(of: Event.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                try await time.sleep(untilMonotonic: deadline)
                return .timeIsUp
            }
            while true {
                while outcome.frontier.underWayCount < max(1, settings.parallel),
                    case .ask(let address) = outcome.frontier.next()
                {
                    group.addTask {
                        try await survey(address, credentials(address), settings, transport)
                    }
                }
                guard outcome.frontier.underWayCount > 0, let event = try await group.next() else { return }
                switch event {
                case .surveyed(let address, let survey, let credentials):
                    outcome.frontier.answered(address, survey)
                    outcome.credentials[address] = credentials
                    progress(
                        .answered(
                            address, name: survey.systemName, interfaces: survey.interfaces.count,
                            neighbours: survey.neighbours.count))
                case .failed(let address, let reason):
                    outcome.frontier.failed(address, reason: reason)
                    progress(.silent(address, reason: reason))
                case .timeIsUp:
                    outcome.frontier.stop()
                    outcome.isOutOfTime = true
                    return
                }
            }
        }
        return outcome
    }

    private static func survey(
        _ address: SocketAddress, _ credentials: [SNMPCredentials], _ settings: Settings,
        _ transport: any SNMPTransport
    ) async throws -> Event {
        var reason = "no credentials to ask with"
        for credentials in credentials {
            let agent = SNMPAgent(
                host: address.host, port: address.port, credentials: credentials,
                timeoutMilliseconds: settings.timeoutMilliseconds, retries: settings.retries,
                maxRepetitions: settings.maxRepetitions)
            let answers = Atomic(0)
            do {
                let survey = try await transport.open(agent).run(
                    SurveyWalk(maxRepetitions: settings.maxRepetitions),
                    limitNanoseconds: settings.surveyLimitNanoseconds
                ) { exchange in
                    if case .answered = exchange.result { answers.add(1, ordering: .relaxed) }
                }
                return .surveyed(address, survey, credentials)
            } catch let failure as SNMPFailure {
                reason = failure.error(at: agent.address).message
                // Whoever answered, or says that nothing listens, has no more to say to another name.
                if failure == .refused || answers.load(ordering: .relaxed) > 0 { break }
            } catch let error as CollectorError {
                reason = error.message
                break
            }
        }
        return .failed(address, reason: reason)
    }
}
