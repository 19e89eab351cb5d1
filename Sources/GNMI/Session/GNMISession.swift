import Collecting
import Metro

/// One session with a target: events in, actions out, no I/O and no clock.
///
/// Capabilities decide the encoding; then one Subscribe stream until it ends. A session that falls silent is in trouble
/// but goes on: the target may only have lost its samples. One that ends is begun anew by the supervisor.
struct GNMISession {
    enum Event: Hashable {
        case capabilities(TargetCapabilities)
        /// The target does not know the call (UNIMPLEMENTED): older ones, and some gateways.
        case withoutCapabilities
        /// A notification came.
        case update
        /// `sync_response`: everything was told once.
        case sync
        /// The ring is full: nothing is read, so that nothing can be missed.
        case held
        case freed
        case tick
        /// The target ended the stream without an error.
        case closed
    }

    enum Action: Hashable {
        case subscribe(GNMIAccess.Encoding)
        case poll
        /// What is told only when it changes is told anew.
        case refresh
        case trouble(CollectorError)
        /// For people, beside what is wrong.
        case note(String)
        case fail(CollectorError)
        case done
    }

    private enum State: Hashable {
        case asking
        /// Subscribed; nothing has come yet.
        case waiting(until: Int64)
        case streaming
        case over
    }

    /// Intervals without a value that was promised in each of them, until the stream counts as silent.
    static let patience: Int64 = 3

    private let access: GNMIAccess
    private let address: String
    private var state = State.asking
    private(set) var isInSync = false
    private var isSilent = false
    private var isHeld = false
    private var lastReceived: Int64 = 0
    private var nextRefresh: Int64?
    private var nextPoll: Int64?
    /// When an answer to a poll is due.
    private var pollAnswer: Int64?

    init(_ access: GNMIAccess) {
        self.access = access
        address = access.address
    }

    /// When `tick` is due, monotonic nanoseconds; `nil`: only an event changes anything.
    var deadline: Int64? {
        guard !isHeld else { return nil }
        switch state {
        case .asking, .over: return nil
        case .waiting(let until): return until
        case .streaming: return [silence, nextRefresh, nextPoll, pollAnswer].compactMap(\.self).min()
        }
    }

    mutating func handle(_ event: Event, now: Int64) -> [Action] {
        switch (state, event) {
        case (.asking, .capabilities(let told)): return subscribe(told, now)
        case (.asking, .withoutCapabilities): return subscribe(nil, now)
        case (.waiting, .update), (.waiting, .sync), (.streaming, .update), (.streaming, .sync):
            return received(isSync: event == .sync, now)
        case (.waiting(let until), .tick) where !isHeld && now >= until: return [fail(sentNothing)]
        case (.streaming, .tick) where !isHeld: return tick(now)
        case (.waiting, .closed), (.streaming, .closed): return [closed()]
        case (_, .held): isHeld = true
        case (_, .freed):
            isHeld = false
            lastReceived = now
            if pollAnswer != nil { pollAnswer = now + timeout }
        default: break
        }
        return []
    }

    private mutating func subscribe(_ told: TargetCapabilities?, _ now: Int64) -> [Action] {
        let encoding: GNMIAccess.Encoding
        switch (access.encoding, told?.encodings ?? []) {
        case (let wanted?, let known) where known.isEmpty || known.contains(wanted): encoding = wanted
        case (let wanted?, let known):
            return [
                fail(
                    CollectorError(
                        .protocolError,
                        "\(address) does not speak \(wanted.rawValue); it names \(Self.list(known.map(\.rawValue)))",
                        advice: "leave encoding out, or set one of these"))
            ]
        case (nil, _): encoding = told?.preferredEncoding ?? .jsonIETF
        }
        state = .waiting(until: now + timeout)
        lastReceived = now
        return [.subscribe(encoding)] + Self.notes(told, encoding).map(Action.note)
    }

    private mutating func received(isSync: Bool, _ now: Int64) -> [Action] {
        var actions: [Action] = []
        if case .waiting = state {
            state = .streaming
            nextRefresh = refreshInterval.map { now + $0 }
        }
        lastReceived = now
        isSilent = false
        guard isSync else { return actions }
        if !isInSync {
            isInSync = true
            actions.append(.note("in sync: it has told everything once"))
        }
        switch access.list {
        case .stream: break
        case .once:
            state = .over
            actions.append(.done)
        case .poll:
            pollAnswer = nil
            if nextPoll == nil { nextPoll = now + Int64(access.intervalMilliseconds) * 1_000_000 }
        }
        return actions
    }

    private mutating func tick(_ now: Int64) -> [Action] {
        var actions: [Action] = []
        if let due = pollAnswer, now >= due {
            pollAnswer = nil
            isSilent = true
            let seconds = Self.seconds(timeout)
            actions.append(
                .trouble(
                    CollectorError(
                        .timeout, "\(address) did not answer a poll in \(seconds)",
                        advice: "it is polled again in its turn")))
        }
        if let due = nextPoll, now >= due {
            // From the place in its row, so that polls do not drift; what was missed is left out.
            let interval = Int64(access.intervalMilliseconds) * 1_000_000
            nextPoll = due + (1 + (now - due) / interval) * interval
            if pollAnswer == nil { pollAnswer = now + timeout }
            actions.append(.poll)
        }
        if let due = silence, now >= due {
            isSilent = true
            actions.append(.trouble(fellSilent(now)))
        }
        if let due = nextRefresh, let interval = refreshInterval, now >= due {
            nextRefresh = due + (1 + (now - due) / interval) * interval
            if !isSilent { actions.append(.refresh) }
        }
        return actions
    }

    private mutating func closed() -> Action {
        if access.list == .once, isInSync {
            state = .over
            return .done
        }
        return fail(
            CollectorError(
                .protocolError, "\(address) ended the subscription",
                advice: "it restarts, or its gNMI server was told to; Haomiao subscribes again"))
    }

    private mutating func fail(_ error: CollectorError) -> Action {
        state = .over
        return .fail(error)
    }

    // MARK: - What is promised

    private var timeout: Int64 { Int64(access.timeoutMilliseconds) * 1_000_000 }

    /// When a stream that promised values counts as silent; `nil` where it is silent already, or promised none.
    private var silence: Int64? {
        guard access.list == .stream, !isSilent, let promised = access.promisedMilliseconds else { return nil }
        return lastReceived + Self.patience * Int64(promised) * 1_000_000
    }

    private var refreshInterval: Int64? {
        guard access.list == .stream else { return nil }
        let told = access.subscriptions.filter { $0.mode != .sample }.map(\.intervalMilliseconds).min()
        return told.map { Int64($0) * 1_000_000 }
    }

    // MARK: - Words

    private var sentNothing: CollectorError {
        CollectorError(
            .timeout, "\(address) took the subscription, but sent nothing in \(Self.seconds(timeout))",
            advice: "check that it knows the paths, or raise timeout")
    }

    private func fellSilent(_ now: Int64) -> CollectorError {
        let promised = Self.seconds(Int64(access.promisedMilliseconds ?? 0) * 1_000_000)
        return CollectorError(
            .timeout,
            "nothing came from \(address) for \(Self.seconds(now - lastReceived)), though something was asked for every"
                + " \(promised)",
            advice: "the session is still open; check the telemetry of the device")
    }

    private static func notes(_ told: TargetCapabilities?, _ encoding: GNMIAccess.Encoding) -> [String] {
        guard let told else { return ["it has no Capabilities; encoding \(encoding.rawValue)"] }
        let version = told.version.isEmpty ? "gNMI of a version that it does not tell" : "gNMI \(told.version)"
        var notes = ["\(version), encoding \(encoding.rawValue)"]
        if told.encodings.isEmpty { notes[0] += ", for it names none that is known here" }
        if !told.models.isEmpty {
            let shown = told.models.prefix(3).joined(separator: ", ")
            let rest = told.models.count > 3 ? " and \(told.models.count - 3) more" : ""
            notes.append("models: \(shown)\(rest)")
        }
        return notes
    }

    private static func list(_ words: [String]) -> String { words.joined(separator: ", ") }

    static func seconds(_ nanoseconds: Int64) -> String {
        let tenths = (nanoseconds + 50_000_000) / 100_000_000
        return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
    }
}
