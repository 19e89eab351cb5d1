import Collecting
import Exports
import Metro
import SwiftProtobuf
import Synchronization

/// The one owner of a session while it runs: gRPC brings messages, the clock brings time, the door takes both. While the
/// door waits for room, no message is read, and the target has to wait.
actor SessionRun {
    /// Between two looks at the session's deadlines, nanoseconds.
    private static let tickNanoseconds: Int64 = 1_000_000_000

    private let access: GNMIAccess
    private let door: any ExportDoor
    private let stream: any ExportStream
    private let history: SessionHistory
    private var session: GNMISession
    private var hasBegun = false

    init(_ access: GNMIAccess, _ door: any ExportDoor, _ history: SessionHistory) {
        self.access = access
        self.door = door
        self.history = history
        stream = door.stream()
        session = GNMISession(access)
    }

    private var now: Int64 { door.time.monotonicNanoseconds }

    /// What the session subscribes with, after its target's answer (`nil`: it has none).
    func subscribes(_ told: TargetCapabilities?) async throws -> GNMIAccess.Encoding {
        var encoding = GNMIAccess.Encoding.jsonIETF
        for action in session.handle(told.map { .capabilities($0) } ?? .withoutCapabilities, now: now) {
            if case .subscribe(let chosen) = action { encoding = chosen } else { _ = try await perform(action) }
        }
        return encoding
    }

    /// Takes one message; whether the session is done.
    func take(_ message: [UInt8]) async throws -> Bool {
        if !hasBegun {
            hasBegun = true
            if history.begins() { door.account { $0.reconnects += 1 } }
        }
        let kind = ResponseKind(message)
        if kind == .error { throw refusal(message) }
        _ = session.handle(.held, now: now)
        try await stream.take(message, isEnd: true, patienceNanoseconds: nil)
        _ = session.handle(.freed, now: now)
        guard kind != .other else { return false }
        return try await perform(all: session.handle(kind == .sync ? .sync : .update, now: now))
    }

    /// The target ended the stream, and not with an error.
    func closed() async throws { _ = try await perform(all: session.handle(.closed, now: now)) }

    /// Waits for the session's next deadline, a second at most; whether the target is to be polled.
    func sleepAndTick() async throws -> Bool {
        let next = min(session.deadline ?? .max, now + Self.tickNanoseconds)
        try await door.time.sleep(untilMonotonic: next)
        let actions = session.handle(.tick, now: now)
        _ = try await perform(all: actions)
        return actions.contains(.poll)
    }

    private func perform(all actions: [GNMISession.Action]) async throws -> Bool {
        var isDone = false
        for action in actions where try await perform(action) { isDone = true }
        return isDone
    }

    private func perform(_ action: GNMISession.Action) async throws -> Bool {
        switch action {
        case .subscribe, .poll: break
        case .refresh: try await door.refreshStates()
        case .trouble(let error): door.report(.trouble(error))
        case .note(let words): door.note(words)
        case .fail(let error): throw error
        case .done: return true
        }
        return false
    }

    private func refusal(_ message: [UInt8]) -> CollectorError {
        let told = (try? Gnmi_SubscribeResponse(serializedBytes: message))?.error ?? Gnmi_Error()
        return CollectorError(
            .protocolError,
            "\(access.address) ended the subscription with error \(told.code): \(PrintableText.peer(told.message))",
            advice: "check paths, mode and encoding against what the device can do")
    }
}

/// How many sessions there were, for all runs of one subscription.
final class SessionHistory: Sendable {
    private let count = Atomic<UInt64>(0)
    /// Whether there was one before.
    func begins() -> Bool { count.add(1, ordering: .relaxed).oldValue > 0 }
}
