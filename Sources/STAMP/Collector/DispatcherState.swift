import Collecting
import Metro
import Sockets

/// What the dispatcher holds under its lock: runs, their sockets, and when each is due.
struct DispatcherState: ~Copyable {
    private struct Entry {
        let run: ProbeRun
        let channel: UInt64
        let continuation: CheckedContinuation<ProbeLegacy, any Error>
    }
    private struct Door {
        let channel: ProbeChannel
        let registration: ReadinessLoop.Registration
    }

    private var entries: [UInt64: Entry] = [:]
    private var doors: [UInt64: Door] = [:]
    /// The sockets of a kind, in the order in which they are filled.
    private var kinds: [ProbeChannel.Kind: [UInt64]] = [:]
    private var nextChannel: UInt64 = 0
    private var pacer: ProbePacer
    private var wakeUp = Int64.max
    private var batch = ReceiveBatch(count: 64, maximumDatagramBytes: 9_216)
    private var outgoing = SendBatch()
    private var ownClock: ClockState?
    private var ownClockAt = Int64.min
    /// Answers from nowhere for whose owner may still be looked in this second, and where that second ends.
    private var searches = 0
    private var searchesUntil = Int64.min
    /// Send stamps that fitted no probe.
    private(set) var discardedStamps: UInt64 = 0

    /// Probes of one send call: the T1 of each is early by what the system takes for those before it.
    private static let probesPerCall = 8
    /// Receive calls in a row, so that a flood cannot hold the thread: the loop calls again for what is left.
    private static let receiveCalls = 16
    /// How long a reading of the clock's state serves, nanoseconds.
    private static let clockReadingAge: Int64 = 100_000_000
    private static let searchesPerSecond = 64

    init(seed: UInt64) { pacer = ProbePacer(seed: seed) }

    var channelCount: Int { doors.count }

    /// A socket that has a place for the session; a new one where none has, which `register` makes the loop watch.
    mutating func channel(
        for parameters: StampSession.Parameters, dscp: UInt8,
        register: (DatagramSocket, UInt64) throws(SocketError) -> ReadinessLoop.Registration
    ) throws(SocketError) -> UInt64 {
        let kind = ProbeChannel.Kind(family: parameters.peer.family, dscp: dscp)
        let rate = 1e9 / Double(max(parameters.intervalNanoseconds, 1))
        for id in kinds[kind] ?? [] {
            if doors[id]?.channel.hasPlace(for: parameters.peer, probesPerSecond: rate) == true { return id }
        }
        let channel = try ProbeChannel(kind, forTalkingTo: parameters.peer)
        let id = nextChannel
        doors[id] = Door(channel: channel, registration: try register(channel.socket, id))
        nextChannel += 1
        kinds[kind, default: []].append(id)
        return id
    }

    mutating func add(
        _ id: UInt64, _ parameters: StampSession.Parameters, on channel: UInt64, after legacy: ProbeLegacy,
        into intake: any Intake, observer: ProbeObserver?, until shouldEnd: @escaping ProbeRun.End,
        _ continuation: CheckedContinuation<ProbeLegacy, any Error>, at now: Int64
    ) {
        var parameters = parameters
        let interval = parameters.intervalNanoseconds
        let phase = pacer.phase(of: interval)
        parameters.startMonotonicNanoseconds = now &+ phase
        parameters.firstSequence = UInt32(truncatingIfNeeded: legacy.sent)
        parameters.count = parameters.count.map { $0 > legacy.sent ? $0 - legacy.sent : 0 }
        parameters.isObserved = observer != nil
        var legacy = legacy
        legacy.health.restart(atMonotonic: parameters.startMonotonicNanoseconds)
        // Credits are spread as phases are: paths that begin together do not leave out their probes together.
        let run = ProbeRun(
            StampSession(parameters), after: legacy, credit: Double(phase) / Double(max(interval, 1)), into: intake,
            observer: observer, until: shouldEnd)
        entries[id] = Entry(run: run, channel: channel, continuation: continuation)
        doors[channel]?.channel.add(id, to: parameters.peer, probesPerSecond: Self.rate(run))
        pacer.count(interval: run.interval, isAdded: true)
        pacer.schedule(id, at: run.deadline())
    }

    private static func rate(_ run: ProbeRun) -> Double { 1e9 / Double(run.interval) }

    /// The continuation of the run that ends, and its socket where nobody else uses it.
    mutating func remove(
        _ id: UInt64
    ) -> (CheckedContinuation<ProbeLegacy, any Error>?, ReadinessLoop.Registration?) {
        guard let entry = entries.removeValue(forKey: id) else { return (nil, nil) }
        entry.run.reportState(own: clock(at: SystemClock.monotonicNanoseconds))
        pacer.count(interval: entry.run.interval, isAdded: false)
        guard let door = doors[entry.channel] else { return (entry.continuation, nil) }
        door.channel.remove(entry.run.peer, probesPerSecond: Self.rate(entry.run))
        guard door.channel.runs.isEmpty else { return (entry.continuation, nil) }
        doors[entry.channel] = nil
        kinds[door.channel.kind]?.removeAll { $0 == entry.channel }
        return (entry.continuation, door.registration)
    }

    /// When to be called next, where that is another time than last said.
    mutating func nextWakeUp() -> Int64? {
        guard let next = pacer.nextTurn, next != wakeUp else { return nil }
        wakeUp = next
        return next
    }

    private mutating func clock(at now: Int64) -> ClockState? {
        if ownClockAt == .min || now &- ownClockAt > Self.clockReadingAge {
            ownClock = ClockTruth.host.state
            ownClockAt = now
        }
        return ownClock
    }

    // MARK: Turns

    /// Does what is due: gives up, sends, checks. Returns sockets that nobody uses any more.
    mutating func turn() -> [ReadinessLoop.Registration] {
        wakeUp = .max
        let now = SystemClock.monotonicNanoseconds
        var unused: [ReadinessLoop.Registration] = []
        var due: [(channel: UInt64, id: UInt64)] = []
        var seen: [UInt64] = []
        pacer.beginTurn(at: now)
        while let id = pacer.next(at: now) {
            guard let entry = entries[id] else { continue }
            seen.append(id)
            if entry.run.hasDecisions(at: now) {
                // What has arrived is not lost, however late this program looks.
                drain(entry.channel)
                entry.run.decide(at: now)
            }
            if isToSend(entry.run, at: now) {
                pacer.spend()
                due.append((entry.channel, id))
            }
        }
        due.sort { $0.channel < $1.channel }
        send(due)
        for id in seen {
            guard let run = entries[id]?.run else { continue }
            run.check(at: now, own: clock(at: now))
            if run.isOver(at: now) {
                let (ended, registration) = remove(id)
                ended?.resume(returning: run.legacy)
                if let registration { unused.append(registration) }
            } else {
                pacer.schedule(id, at: run.deadline())
            }
        }
        return unused
    }

    private func isToSend(_ run: ProbeRun, at now: Int64) -> Bool {
        let lateness = now &- run.session.nextSendMonotonicNanoseconds
        guard lateness >= 0 else { return false }
        switch pacer.verdict(lateness: lateness, credit: &run.credit) {
        case .send: return true
        case .shed: run.session.shed()
        case .skip: run.session.skip(atMonotonic: now)
        }
        return false
    }

    private mutating func send(_ due: [(channel: UInt64, id: UInt64)]) {
        var next = 0
        while next < due.count {
            let channel = due[next].channel
            var end = next + 1
            // Signing takes longer than sending: such probes leave one by one.
            let isSigned = entries[due[next].id]?.run.isSigned == true
            let most = isSigned ? 1 : Self.probesPerCall
            while end < due.count, end - next < most, due[end].channel == channel { end += 1 }
            if let door = doors[channel] { send(due[next..<end].map(\.id), on: door.channel) }
            next = end
        }
    }

    private mutating func send(_ ids: [UInt64], on channel: ProbeChannel) {
        outgoing.removeAll()
        var asked: [(id: UInt64, run: ProbeRun, question: StampSession.Question)] = []
        asked.reserveCapacity(ids.count)
        let clock = clock(at: SystemClock.monotonicNanoseconds)
        let begun = SystemClock.now
        for id in ids {
            // A reading for each: by its T1 an answer is told from those to other sessions (`owner`).
            guard let run = entries[id]?.run,
                let question = run.session.question(at: SystemClock.now, clock: clock)
            else { continue }
            // The first of a call alone: calls do not overlap, so its stamp can be told from any other's.
            let isStamped = asked.isEmpty && channel.socket.givesSendStamps
            outgoing.append(question.bytes, to: run.peer, isStamped: isStamped)
            asked.append((id, run, question))
        }
        guard let first = asked.first else { return }
        let outcome = channel.socket.send(outgoing)
        let ended = SystemClock.now
        if outcome.sent == asked.count {
            for probe in asked { probe.run.session.sent(probe.question, at: ended) }
            guard channel.socket.givesSendStamps else { return }
            channel.sentStamped(
                first.question.sequence, of: first.id, begun: begun.wallNanoseconds, ended: ended.wallNanoseconds)
            return
        }
        if channel.socket.givesSendStamps { channel.restartStamps() }
        var errors = [SocketError?](repeating: nil, count: asked.count)
        for failure in outcome.failures { errors[failure.place] = failure.error }
        for (place, probe) in asked.enumerated() {
            if errors[place] == nil, place < asked.count - outcome.unsent {
                probe.run.session.sent(probe.question, at: ended)
            } else {
                probe.run.session.notSent(probe.question)
                probe.run.socketFailed(errors[place], at: ended.monotonicNanoseconds)
            }
        }
    }

    // MARK: Receiving

    /// Reads what has arrived at a socket.
    mutating func drain(_ channel: UInt64) {
        guard let channel = doors[channel]?.channel else { return }
        for _ in 0..<Self.receiveCalls {
            do throws(SocketError) {
                let reception = try channel.socket.receive(with: &batch)
                take(reception, on: channel)
                if !reception.isFull { return }
            } catch {
                let now = SystemClock.monotonicNanoseconds
                for id in channel.runs.values { entries[id]?.run.socketFailed(error, at: now) }
                return
            }
        }
    }

    private mutating func take(_ reception: Reception, on channel: ProbeChannel) {
        // Before the answers that they are about.
        for stamp in reception.sendStamps {
            if let (id, sequence) = channel.match(stamp) {
                entries[id]?.run.session.left(
                    sequence, kernelNanoseconds: stamp.kernelNanoseconds,
                    hardwareNanoseconds: stamp.hardwareNanoseconds)
            } else {
                discardedStamps &+= 1
            }
        }
        if let first = reception.datagrams.first {
            let now = first.userReceiveMonotonicNanoseconds
            let clock = clock(at: now)
            for datagram in reception.datagrams {
                let id = channel.runs[datagram.source] ?? owner(of: datagram, on: channel, at: now)
                if let id, let run = entries[id]?.run {
                    run.receive(datagram, own: clock)
                    lookAgain(id, run, at: now)
                }
            }
            if channel.hasOverflowed(reception) {
                for id in channel.runs.values { entries[id]?.run.session.overflowed(atMonotonic: now) }
            }
        }
        guard !reception.unreachable.isEmpty else { return }
        let now = SystemClock.monotonicNanoseconds
        for error in reception.unreachable {
            if let id = channel.runs[error.destination], let run = entries[id]?.run {
                run.unreachable(error, at: now)
                lookAgain(id, run, at: now)
            }
        }
    }

    /// A run that waited for this alone ends in the next turn, and not when its probe would have been given up.
    private mutating func lookAgain(_ id: UInt64, _ run: ProbeRun, at now: Int64) {
        if run.session.isComplete { pacer.schedule(id, at: now) }
    }

    /// The session that asked for an answer from elsewhere: its operator should know that the reflector answers from
    /// another address. Looking costs a glance at each session, so it is bounded: strays cannot keep this thread busy.
    private mutating func owner(of datagram: ReceivedDatagram, on channel: ProbeChannel, at now: Int64) -> UInt64? {
        if now >= searchesUntil {
            searchesUntil = now &+ 1_000_000_000
            searches = Self.searchesPerSecond
        }
        guard searches > 0, let reply = ReflectedPacket(datagram.bytes) else { return nil }
        searches -= 1
        return channel.runs.values.first { entries[$0]?.run.session.asked(reply) == true }
    }
}
