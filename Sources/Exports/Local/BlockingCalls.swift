import Dispatch

/// Calls that may wait for a disk or a pipe, one after another on a thread of their own, never on Swift's.
struct BlockingCalls: Sendable {
    private let queue: DispatchQueue

    init(_ label: String) { queue = DispatchQueue(label: label) }

    /// Comes back when the call does, cancelled or not: calls are to be short.
    func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try work() }) }
        }
    }
}
