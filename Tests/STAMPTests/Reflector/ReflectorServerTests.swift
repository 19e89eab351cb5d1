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

    @Test("A server answers every question once, with stamps in order and a T3 each, and counts what it did")
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
        #expect(Set(packets.map(\.transmitTimestamp)).count == 40)
        for packet in packets {
            // More than the kernel's stamping alone: the host's clock is in it too.
            #expect(try #require(packet.errorEstimate.nanoseconds) >= StampingError.kernel)
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

    @Test("Answers come back with the DSCP that was asked for", arguments: ["127.0.0.1", "::1"])
    func trafficClass(host: String) throws {
        let listen = try #require(SocketAddress(numericHost: host, port: 0))
        // Dual-stack, as at a site: IPv4 takes another control message there.
        let server = try ReflectorServer(listen: listen.family == .ipv4 ? .any(port: 0) : listen)
        let target = try #require(SocketAddress(numericHost: host, port: server.localAddress.port))
        var options = DatagramSocket.Options()
        options.dscp = 10
        let socket = try DatagramSocket(forTalkingTo: target, options: options)
        let asking = ProbeForm(extensions: ProbeExtensions(answerDSCP: 46))
        try socket.send(asking.question(ReflectorScript.question()), to: target)
        let asked = try #require(try answers(on: socket, count: 1).first)
        #expect(asked.trafficClass == 46 << 2)
        let service = try asking.read(asked.bytes).extensions?.classOfService
        #expect(service?.receivedDSCP == 10)
        try socket.send(ReflectorScript.question().bytes, to: target)
        #expect(try answers(on: socket, count: 1).first?.trafficClass == 10 << 2)
    }

    @Test("A stateful server tells when an earlier answer of it left, no earlier than the answer says itself")
    func followUp() throws {
        var stamping = DatagramSocket.Options()
        stamping.sendStamps = true
        guard try DatagramSocket(bindingTo: .loopback(port: 0), options: stamping).givesSendStamps else {
            print("skipped: this system does not stamp what is sent")
            return
        }
        let key = try ProbeFormTests.key()
        var policy = ReflectorPolicy()
        policy.isStateful = true
        policy.key = key
        let server = try ReflectorServer(listen: .loopback(port: 0), policy: policy)
        let socket = try DatagramSocket(forTalkingTo: server.localAddress)
        let form = ProbeForm(key: key, extensions: ProbeExtensions())
        var transmitted: [UInt32: Int64] = [:]
        var followUp: FollowUp?
        let now = SystemClock.wallNanoseconds
        for sequence in 100..<200 as Range<UInt32> where followUp == nil {
            try socket.send(form.question(ReflectorScript.question(sequence)), to: server.localAddress)
            let answer = try form.read(try #require(try answers(on: socket, count: 1).first).bytes)
            #expect(answer.sequence == sequence - 100)
            transmitted[answer.sequence] = answer.transmitTimestamp.wallNanoseconds(format: .ntp, near: now)
            followUp = answer.extensions?.followUp
        }
        let told = try #require(followUp)
        let said = try #require(transmitted[told.sequence])
        let left = try #require(told.timestamp.wallNanoseconds(format: .ntp, near: now))
        #expect(said <= left && left <= SystemClock.wallNanoseconds)
        #expect(told.method == .software)
    }

    @Test("A taken port is an error that says which")
    func taken() throws {
        let server = try ReflectorServer(listen: .loopback(port: 0))
        let error = #expect(throws: SocketError.self) { try ReflectorServer(listen: server.localAddress) }
        #expect(error?.description == "bind \(server.localAddress): Address already in use")
    }
}
