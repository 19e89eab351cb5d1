import CSockets
import Glibc
import Synchronization

/// One thread that waits for many sockets (epoll, level-triggered) and calls back when one can be read.
///
/// Callbacks run on that thread, one after the other: they must not block, and they must call `receive()` on their
/// socket, or they are called again at once. A thread of its own rather than a dispatch source: a stamp must not wait
/// for a place in a pool that others fill.
public final class ReadinessLoop: Sendable {
    /// Undoes a `register`.
    public struct Registration: Hashable, Sendable { let token: UInt64 }

    private let poller: Poller
    private let thread: Mutex<pthread_t?>

    /// Registers at most `maximumSockets` sockets. Throws when the system has no descriptors or threads left.
    public init(maximumSockets: Int = 16_384) throws(SocketError) {
        let poller = try Poller(maximumSockets: maximumSockets)
        self.poller = poller
        var thread = pthread_t()
        // The thread owns the reference that passRetained makes and takeRetainedValue takes over.
        let context = Unmanaged.passRetained(poller)
        let result = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Poller>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, context.toOpaque())
        guard result == 0 else {
            context.release()
            throw SocketError("pthread_create", cause: .system(result))
        }
        self.thread = Mutex(thread)
    }

    deinit { stop() }

    /// Calls `onReadable` whenever `socket` has datagrams or ICMP errors, until `cancel` or `stop`. Keeps the socket.
    /// Throws when the loop is full (ENOSPC) or stopped (ESHUTDOWN).
    public func register(
        _ socket: DatagramSocket, onReadable: @escaping @Sendable () -> Void
    ) throws(SocketError) -> Registration {
        let token = try socket.withDescriptor { descriptor throws(SocketError) in
            try poller.add(descriptor, of: socket, onReadable)
        }
        return Registration(token: token)
    }

    /// Calls `onFire` whenever `timer` fires, until `cancel` or `stop`. Keeps the timer.
    public func register(
        _ timer: LoopTimer, onFire: @escaping @Sendable () -> Void
    ) throws(SocketError) -> Registration {
        let token = try timer.withDescriptor { descriptor throws(SocketError) in
            try poller.add(descriptor, of: timer) {
                timer.clear()
                onFire()
            }
        }
        return Registration(token: token)
    }

    /// No callback starts after this returns; one that has started may still run.
    public func cancel(_ registration: Registration) { poller.remove(registration.token) }

    /// Ends the thread and releases all sockets. Waits for a callback that runs, unless called from it.
    public func stop() {
        poller.stop()
        guard let thread = thread.withLock({ $0.take() }) else { return }
        if pthread_equal(thread, pthread_self()) != 0 {
            pthread_detach(thread)
        } else {
            pthread_join(thread, nil)
        }
    }
}

/// The part of the loop that its thread keeps alive.
private final class Poller: Sendable {
    private struct Entry {
        let descriptor: Int32
        /// A socket or timer, which closes its descriptor when it is released.
        let owner: any AnyObject & Sendable
        let onReadable: @Sendable () -> Void
    }
    private struct State {
        var entries: [UInt64: Entry] = [:]
        var nextToken: UInt64 = 1
        var isStopped = false
    }
    private static let wakeToken: UInt64 = 0

    private let poll: Int32
    private let wake: Int32
    private let maximumSockets: Int
    private let state = Mutex(State())

    init(maximumSockets: Int) throws(SocketError) {
        let poll = csockets_poll_open()
        guard poll >= 0 else { throw SocketError("epoll_create1", negativeErrno: poll) }
        let wake = csockets_wake_open()
        guard wake >= 0 else {
            csockets_close(poll)
            throw SocketError("eventfd", negativeErrno: wake)
        }
        let result = csockets_poll_add(poll, wake, Self.wakeToken)
        guard result == 0 else {
            csockets_close(wake)
            csockets_close(poll)
            throw SocketError("epoll_ctl", negativeErrno: result)
        }
        self.poll = poll
        self.wake = wake
        self.maximumSockets = maximumSockets
    }

    deinit {
        csockets_close(wake)
        csockets_close(poll)
    }

    func add(
        _ descriptor: Int32, of owner: any AnyObject & Sendable, _ onReadable: @escaping @Sendable () -> Void
    ) throws(SocketError) -> UInt64 {
        let result: Result<UInt64, SocketError> = state.withLock { state in
            guard !state.isStopped else { return .failure(SocketError("register", cause: .system(ESHUTDOWN))) }
            guard state.entries.count < maximumSockets else {
                return .failure(SocketError("register", cause: .system(ENOSPC)))
            }
            let token = state.nextToken
            let added = csockets_poll_add(poll, descriptor, token)
            guard added == 0 else { return .failure(SocketError("epoll_ctl", negativeErrno: added)) }
            state.nextToken += 1
            state.entries[token] = Entry(descriptor: descriptor, owner: owner, onReadable: onReadable)
            return .success(token)
        }
        return try result.get()
    }

    func remove(_ token: UInt64) {
        // The entry, and with it perhaps the last reference to the socket, goes after the lock is free.
        let removed = state.withLock { state in
            let entry = state.entries.removeValue(forKey: token)
            if let entry { _ = csockets_poll_remove(poll, entry.descriptor) }
            return entry
        }
        withExtendedLifetime(removed) {}
    }

    func stop() {
        let released = state.withLock { state in
            state.isStopped = true
            for entry in state.entries.values { _ = csockets_poll_remove(poll, entry.descriptor) }
            let released = state.entries
            state.entries = [:]
            return released
        }
        withExtendedLifetime(released) {}
        csockets_wake(wake)
    }

    func run() {
        var tokens = [UInt64](repeating: 0, count: Int(CSOCKETS_BATCH))
        while true {
            let count = csockets_poll_wait(poll, &tokens, Int32(tokens.count))
            for token in tokens.prefix(Int(max(count, 0))) {
                // Looked up by token, not by descriptor: a number that was closed and reused finds nothing.
                let onReadable = state.withLock { $0.entries[token]?.onReadable }
                onReadable?()
            }
            // A wait that fails has nothing left to wait for.
            if count < 0 || state.withLock({ $0.isStopped }) { return }
        }
    }
}
