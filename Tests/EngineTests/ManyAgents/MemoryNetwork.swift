import Collecting
import SNMP
import Sockets
import Synchronization

/// A network in memory with an agent behind every address: it takes a while, loses a little, and some agents are ill.
final class MemoryNetwork: DatagramPort {
    enum Condition: Hashable, Sendable {
        case healthy
        /// Answers nothing.
        case dead
        /// Takes 0.5 … 1.8 s for every answer, the way there and back with it.
        case slow
        /// Starts anew at an instant, monotonic nanoseconds, and is silent from there for a while.
        case restarting(at: Int64)
    }
    static let silenceNanoseconds: Int64 = 30_000_000_000
    /// Of the datagrams each way.
    static let lossPerMille: UInt64 = 1

    /// Not the closure itself: each look into the lock would wrap it once more.
    private struct Receiver { let take: @Sendable (Reception) -> Void }
    fileprivate struct Station {
        let condition: Condition
        var agent: MemoryAgent
        var random: JitterSequence
        var hasRestarted = false
        /// A poll is under way.
        var isPolled = false
        /// Requests that are on their way, answered or lost: a poll with any of them rests.
        var unanswered: Set<Int32> = []
        var rests: Bool { isPolled && !unanswered.isEmpty }
    }
    fileprivate struct State {
        var stations: [Station]
        var resting = 0
        var lost = 0

        mutating func change<Result>(_ number: Int, _ body: (inout Station) -> Result) -> Result {
            resting -= stations[number].rests ? 1 : 0
            defer { resting += stations[number].rests ? 1 : 0 }
            return body(&stations[number])
        }
    }

    private let clock: EventTime
    private let receiver = Mutex<Receiver?>(nil)
    private let numbers: [SocketAddress: Int]
    private let addresses: [SocketAddress]
    private let state: Mutex<State>

    init(_ conditions: [Condition], seed: UInt64, clock: EventTime) {
        self.clock = clock
        addresses = conditions.indices.map(Self.address)
        numbers = Dictionary(uniqueKeysWithValues: addresses.enumerated().map { ($1, $0) })
        var random = JitterSequence(seed: seed)
        state = Mutex(
            State(
                stations: conditions.map { condition in
                    let agent = MemoryAgent(
                        startedNanoseconds: clock.now - Int64(random.next() % 1_000_000) * 1_000_000_000,
                        octetsPerSecond: 1_000_000 + random.next() % 100_000_000)
                    return Station(condition: condition, agent: agent, random: JitterSequence(seed: random.next()))
                }))
    }

    static func address(_ number: Int) -> SocketAddress {
        SocketAddress(ipv4: 10, 7, UInt8(number >> 8 & 0xFF), UInt8(number & 0xFF), port: 161)
    }

    func open(_ take: @escaping @Sendable (Reception) -> Void) -> MemoryNetwork {
        receiver.withLock { $0 = Receiver(take: take) }
        return self
    }

    /// Polls that wait for the network.
    var resting: Int { state.withLock { $0.resting } }
    /// Datagrams lost between healthy agents and us.
    var lost: Int { state.withLock { $0.lost } }

    func agent(_ number: Int) -> MemoryAgent { state.withLock { $0.stations[number].agent } }

    func pollBegins(_ number: Int) { state.withLock { $0.change(number) { $0.isPolled = true } } }

    func pollEnds(_ number: Int) {
        state.withLock { state in
            state.change(number) { station in
                station.isPolled = false
                station.unanswered = []
            }
        }
    }

    func send(_ batch: [OutgoingDatagram]) -> SendOutcome {
        var outcome = SendOutcome()
        for datagram in batch {
            outcome.sent += 1
            guard let number = numbers[datagram.destination], let message = try? SNMPMessage(decoding: datagram.bytes)
            else { continue }
            let delay = state.withLock { state -> Int64? in
                let isLost = state.change(number) { station in
                    station.unanswered.insert(message.pdu.requestIdentifier)
                    return station.random.next() % 1_000 < Self.lossPerMille
                }
                if isLost { state.lost += 1 }
                return isLost ? nil : state.stations[number].delayNanoseconds()
            }
            guard let delay else { continue }
            clock.call(at: clock.now + delay) { [self] in arrive(number, message, travelled: delay) }
        }
        return outcome
    }

    private func arrive(_ number: Int, _ message: SNMPMessage, travelled: Int64) {
        let now = clock.now
        let answer = state.withLock { state -> (bytes: [UInt8], delay: Int64)? in
            guard state.stations[number].hears(at: now) else { return nil }
            var reply = message
            reply.pdu = state.stations[number].agent.answer(message.pdu, at: now)
            guard state.stations[number].random.next() % 1_000 >= Self.lossPerMille else {
                state.lost += 1
                return nil
            }
            let work = state.stations[number].workNanoseconds()
            return (reply.encoded(), travelled + work)
        }
        guard let answer else { return }
        clock.call(at: now + answer.delay) { [self] in
            state.withLock { state in
                state.change(number) { _ = $0.unanswered.remove(message.pdu.requestIdentifier) }
            }
            let datagram = ReceivedDatagram(
                bytes: answer.bytes, source: addresses[number], userReceiveNanoseconds: clock.wallNanoseconds,
                userReceiveMonotonicNanoseconds: clock.now)
            receiver.withLock { $0 }?.take(Reception(datagrams: [datagram]))
        }
    }
}

extension MemoryNetwork.Station {
    /// One way: 0.2 … 5 ms, and now and then up to 200 ms more.
    fileprivate mutating func delayNanoseconds() -> Int64 {
        let usual = 200_000 + Int64(random.next() % 4_800_000)
        return random.next() % 50 == 0 ? usual + Int64(random.next() % 200_000_000) : usual
    }

    /// What the agent takes for an answer.
    fileprivate mutating func workNanoseconds() -> Int64 {
        guard condition == .slow else { return 1_000_000 + Int64(random.next() % 20_000_000) }
        return 500_000_000 + Int64(random.next() % 900_000_000)
    }

    fileprivate mutating func hears(at now: Int64) -> Bool {
        switch condition {
        case .healthy, .slow: return true
        case .dead: return false
        case .restarting(let instant):
            guard now >= instant else { return true }
            guard now >= instant + MemoryNetwork.silenceNanoseconds else { return false }
            if !hasRestarted {
                hasRestarted = true
                agent.restart(at: instant + MemoryNetwork.silenceNanoseconds)
            }
            return true
        }
    }
}
