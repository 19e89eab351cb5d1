import Collecting
import Exports
import Mapping
import Metro
import Telemetry

/// The one owner of what belongs to a device's subscription: session, decoder, converter. gRPC's tasks bring messages
/// and time; while samples wait for room in the ring, no message is read, and the target has to wait.
actor SubscriptionRun {
    /// Between two looks at a full ring, nanoseconds.
    private static let holdNanoseconds: Int64 = 2_000_000
    /// Between two accounts, nanoseconds.
    private static let reportNanoseconds: Int64 = 1_000_000_000

    private let access: GNMIAccess
    private var converter: Converter
    private var session: GNMISession
    private var decoder = AnyExportDecoder(.gnmiProto)
    private var intake: (any Intake)?
    private var sessions: UInt64 = 0
    private var hasBegun = false
    /// What came since the last account.
    private var news = false
    private var nextReport: Int64 = 0
    private var begun: Int64 = 0
    /// From the call to the answer to Capabilities, nanoseconds.
    private var answerNanoseconds: Int64 = 0

    init(_ access: GNMIAccess, _ converter: sending Converter) {
        self.access = access
        self.converter = converter
        session = GNMISession(access)
    }

    private var now: Int64 { intake?.time.monotonicNanoseconds ?? 0 }

    func begin(_ intake: any Intake) {
        self.intake = intake
        session = GNMISession(access)
        decoder = AnyExportDecoder(.gnmiProto)
        hasBegun = false
        begun = now
        nextReport = now + Self.reportNanoseconds
    }

    /// What the session subscribes with, after its target's answer (`nil`: it has none).
    func subscribes(_ told: TargetCapabilities?) throws -> GNMIAccess.Encoding? {
        answerNanoseconds = now - begun
        intake?.report(.answered(durationNanoseconds: answerNanoseconds))
        var encoding: GNMIAccess.Encoding?
        for action in session.handle(told.map { .capabilities($0) } ?? .withoutCapabilities, now: now) {
            if case .subscribe(let chosen) = action { encoding = chosen } else { _ = try perform(action) }
        }
        return encoding
    }

    /// Takes one message; whether the session is done.
    func take(_ message: [UInt8]) async throws -> Bool {
        converter.account.bytes += UInt64(message.count)
        news = true
        countSession()
        let kind = ResponseKind(message)
        switch kind {
        case .sync: break
        case .error: throw refusal(message)
        case .update, .other:
            _ = decoder.decode(message.span, isEnd: true, into: &converter)
            try await offer()
        }
        guard kind != .other else { return false }
        return try perform(all: session.handle(kind == .sync ? .sync : .update, now: now))
    }

    /// The target ended the stream, and not with an error.
    func closed() throws { _ = try perform(all: session.handle(.closed, now: now)) }

    /// When `tick` is due, monotonic nanoseconds.
    var nextTick: Int64 { min(session.deadline ?? .max, max(nextReport, now)) }

    /// Time has passed; whether the target is to be polled.
    func tick() throws -> Bool {
        var polls = false
        for action in session.handle(.tick, now: now) {
            if action == .poll { polls = true } else { _ = try perform(action) }
        }
        if now >= nextReport { report() }
        return polls
    }

    /// The session is over: what is told only when it changes is not known any more.
    func end() {
        report()
        converter.release()
        intake = nil
    }

    private func countSession() {
        guard !hasBegun else { return }
        hasBegun = true
        if sessions > 0 { converter.account.reconnects += 1 }
        sessions += 1
    }

    private func report() {
        nextReport = now + Self.reportNanoseconds
        intake?.report(.stream(converter.account))
        guard news else { return }
        news = false
        intake?.report(.answered(durationNanoseconds: answerNanoseconds))
    }

    private func perform(all actions: [GNMISession.Action]) throws -> Bool {
        var isDone = false
        for action in actions where try perform(action) { isDone = true }
        return isDone
    }

    private func perform(_ action: GNMISession.Action) throws -> Bool {
        switch action {
        case .subscribe, .poll: break
        case .refresh:
            guard let intake else { break }
            // What does not fit now is told again soon.
            _ = intake.offerWhatFits(converter.refresh(nowNanoseconds: intake.time.wallNanoseconds)[...])
        case .trouble(let error): intake?.report(.trouble(error))
        case .notes(let notes): intake?.report(.notes(notes))
        case .fail(let error): throw error
        case .done: return true
        }
        return false
    }

    private func offer() async throws {
        guard let intake else { return }
        let converted = converter.convert(receivedNanoseconds: intake.time.wallNanoseconds)
        for finding in converted.findings { intake.report(finding) }
        var rest = converted.samples[...]
        rest = rest.dropFirst(intake.offerWhatFits(rest))
        guard !rest.isEmpty else { return }
        converter.account.pushedBack += 1
        _ = session.handle(.held, now: now)
        while !rest.isEmpty {
            try await intake.time.sleep(untilMonotonic: now + Self.holdNanoseconds)
            rest = rest.dropFirst(intake.offerWhatFits(rest))
        }
        _ = session.handle(.freed, now: now)
    }

    private func refusal(_ message: [UInt8]) -> CollectorError {
        let told = (try? Gnmi_SubscribeResponse(serializedBytes: message))?.error ?? Gnmi_Error()
        return CollectorError(
            .protocolError,
            "\(access.address) ended the subscription with error \(told.code): \(PeerText.short(told.message))",
            advice: "check paths, mode and encoding against what the device can do")
    }
}
