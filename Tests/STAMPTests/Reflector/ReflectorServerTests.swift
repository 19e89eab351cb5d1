import Glibc
import Sockets
import Testing

@testable import STAMP

@Suite(.timeLimit(.minutes(1)))
struct ReflectorServerTests {
    /// Asks until as many answers are there; answers wait in the socket's buffer, so tries are only a bound.
    private func answers(on socket: DatagramSocket, count: Int) throws -> [ReceivedDatagram] {
        var found: [ReceivedDatagram] = []
        for _ in 0..<2_000_000 where found.count < count {
            let some = try socket.receive().datagrams
            found += some
            if some.isEmpty { sched_yield() }
        }
        return found
    }

    @Test("A server answers every question once, with stamps in order, and counts what it did")
    func answers() throws {
        let server = try ReflectorServer(listen: .loopback(port: 0))
        let socket = try DatagramSocket(forTalkingTo: server.localAddress)
        let before = SystemClock.wallNanoseconds
        let questions = (0..<40).map { sequence in
            SenderPacket(
                sequence: UInt32(sequence), timestamp: StampTimestamp(wallNanoseconds: SystemClock.wallNanoseconds),
                errorEstimate: ErrorEstimate(bits: 1))
        }
        #expect(socket.send(questions.map { OutgoingDatagram($0.bytes, to: server.localAddress) }).sent == 40)
        try socket.send([1, 2, 3], to: server.localAddress)
        let found = try answers(on: socket, count: 40)
        let after = SystemClock.wallNanoseconds
        let packets = found.compactMap { ReflectedPacket($0.bytes) }
        #expect(packets.map(\.senderSequence).sorted() == (0..<40).map { UInt32($0) })
        for packet in packets {
            let t2 = try #require(packet.receiveTimestamp.wallNanoseconds(format: .ntp, near: after))
            let t3 = try #require(packet.transmitTimestamp.wallNanoseconds(format: .ntp, near: after))
            #expect(before <= t2 && t2 <= t3 && t3 <= after)
        }
        // An answer sent to the server is counted, not answered.
        try socket.send(packets[0].bytes, to: server.localAddress)
        try socket.send(questions[0].bytes, to: server.localAddress)
        _ = try answers(on: socket, count: 1)
        server.stop()
        let statistics = server.statistics
        #expect(statistics.received == 43)
        #expect(statistics.reflected == 41)
        #expect(statistics.malformed == 1)
        #expect(statistics.answers == 1)
        #expect(statistics.sendErrors == 0 && statistics.dropped == 0 && statistics.receiveErrors == 0)
    }

    @Test("A server on every address answers IPv4 from the address that was asked")
    func anyAddress() throws {
        let server = try ReflectorServer(listen: .any(port: 0))
        let target = SocketAddress(ipv4: 127, 0, 0, 3, port: server.localAddress.port)
        let socket = try DatagramSocket(forTalkingTo: target)
        try socket.send([UInt8](repeating: 0, count: 44), to: target)
        let answer = try #require(try answers(on: socket, count: 1).first)
        #expect(answer.source == target)
        #expect(answer.timeToLive == 255)
    }

    @Test("A taken port is an error that says which")
    func taken() throws {
        let server = try ReflectorServer(listen: .loopback(port: 0))
        let error = #expect(throws: SocketError.self) { try ReflectorServer(listen: server.localAddress) }
        #expect(error?.description == "bind \(server.localAddress): Address already in use")
    }
}
