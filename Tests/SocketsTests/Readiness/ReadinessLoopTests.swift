import Glibc
import Testing

@testable import Sockets

@Suite(.timeLimit(.minutes(1)))
struct ReadinessLoopTests {
    @Test("Datagrams and ICMP errors wake the callback of their socket")
    func wakes() async throws {
        let loop = try ReadinessLoop()
        let socket = try DatagramSocket(bindingTo: .loopback(port: 0))
        let (events, feed) = AsyncStream.makeStream(of: Reception.self)
        _ = try loop.register(socket) { feed.yield((try? socket.receive()) ?? Reception()) }
        let peer = try DatagramSocket(bindingTo: .loopback(port: 0))
        try peer.send([1], to: socket.localAddress)
        var iterator = events.makeAsyncIterator()
        #expect(await iterator.next()?.datagrams.map(\.bytes) == [[1]])
        let dead = try DatagramSocket(bindingTo: .loopback(port: 0)).localAddress
        try socket.send([2], to: dead)
        var refused: [SocketAddress] = []
        while refused.isEmpty, let next = await iterator.next() { refused = next.unreachable.map(\.destination) }
        #expect(refused == [dead])
        // Nothing is left to read: a loop that went on calling would have fed empty receptions by now.
        try peer.send([3], to: socket.localAddress)
        var empty = 0
        while let next = await iterator.next(), next.datagrams.isEmpty { empty += 1 }
        #expect(empty <= 2)
        loop.stop()
    }

    @Test("A cancelled registration is called no more and its socket can be registered again")
    func cancels() async throws {
        let loop = try ReadinessLoop()
        let socket = try DatagramSocket(bindingTo: .loopback(port: 0))
        let first = try loop.register(socket) { Issue.record("cancelled callback ran") }
        loop.cancel(first)
        loop.cancel(first)
        let (events, feed) = AsyncStream.makeStream(of: Int.self)
        _ = try loop.register(socket) {
            feed.yield((try? socket.receive().datagrams.count) ?? 0)
        }
        try socket.send([1], to: socket.localAddress)
        var iterator = events.makeAsyncIterator()
        #expect(await iterator.next() == 1)
    }

    @Test("A full loop and a stopped loop refuse sockets with the reason")
    func bounds() throws {
        let loop = try ReadinessLoop(maximumSockets: 1)
        let socket = try DatagramSocket(bindingTo: .loopback(port: 0))
        _ = try loop.register(socket) {}
        let other = try DatagramSocket(bindingTo: .loopback(port: 0))
        let full = #expect(throws: SocketError.self) { try loop.register(other) {} }
        #expect(full?.errorNumber == ENOSPC)
        loop.stop()
        loop.stop()
        let stopped = #expect(throws: SocketError.self) { try loop.register(other) {} }
        #expect(stopped?.errorNumber == ESHUTDOWN)
    }

    @Test("A loop can be stopped from its own callback and releases its sockets")
    func stopsItself() async throws {
        let loop = try ReadinessLoop()
        let (events, feed) = AsyncStream.makeStream(of: Void.self)
        let address: SocketAddress
        do {
            let socket = try DatagramSocket(bindingTo: .loopback(port: 0))
            address = socket.localAddress
            _ = try loop.register(socket) {
                loop.stop()
                feed.finish()
            }
            try socket.send([1], to: address)
        }
        for await _ in events {}
        loop.stop()
        // The callback's own reference ends with the callback; until then the port is taken.
        var again: DatagramSocket?
        for _ in 0..<200_000 where again == nil {
            again = try? DatagramSocket(bindingTo: address)
            if again == nil { sched_yield() }
        }
        #expect(again != nil)
    }

    @Test("A timer fires once for each setting, not before its time, and the last setting counts")
    func timer() async throws {
        let loop = try ReadinessLoop()
        let timer = try LoopTimer()
        let (fired, feed) = AsyncStream.makeStream(of: Int64.self)
        _ = try loop.register(timer) { feed.yield(SystemClock.monotonicNanoseconds) }
        var iterator = fired.makeAsyncIterator()
        timer.set(monotonicNanoseconds: SystemClock.monotonicNanoseconds + 3_600_000_000_000)
        let due = SystemClock.monotonicNanoseconds + 3_000_000
        timer.set(monotonicNanoseconds: due)
        #expect(try #require(await iterator.next()) >= due)
        timer.set(monotonicNanoseconds: 0)
        #expect(try #require(await iterator.next()) > due)
        loop.stop()
    }
}
