import Glibc
import Testing

@testable import Sockets

/// Reads until `enough` holds; loopback delivers at once, so the number of tries is only a bound.
func receive(from socket: DatagramSocket, until enough: (Reception) -> Bool) throws -> Reception {
    var all = Reception()
    for _ in 0..<200_000 where !enough(all) {
        let some = try socket.receive()
        all.datagrams += some.datagrams
        all.unreachable += some.unreachable
        all.sendStamps += some.sendStamps
        all.overflow = max(all.overflow, some.overflow)
        if some.isEmpty { sched_yield() }
    }
    return all
}

struct DatagramSocketTests {
    private func pair(_ options: DatagramSocket.Options = .init()) throws -> (DatagramSocket, DatagramSocket) {
        let receiver = try DatagramSocket(bindingTo: .loopback(port: 0), options: options)
        return (try DatagramSocket(forTalkingTo: receiver.localAddress, options: options), receiver)
    }

    @Test("A datagram arrives with its source, stamps, TTL and traffic class")
    func arrives() throws {
        var options = DatagramSocket.Options()
        options.timeToLive = 77
        options.dscp = 46
        let (sender, receiver) = try pair(options)
        let before = SystemClock.wallNanoseconds
        #expect(try sender.send([1, 2, 3], to: receiver.localAddress))
        let datagram = try #require(try receive(from: receiver) { !$0.datagrams.isEmpty }.datagrams.first)
        let after = SystemClock.wallNanoseconds
        #expect(datagram.bytes == [1, 2, 3])
        #expect(datagram.source.host == "127.0.0.1")
        #expect(datagram.source.port == sender.localAddress.port)
        #expect(datagram.localAddress?.host == "127.0.0.1")
        #expect(datagram.timeToLive == 77)
        #expect(datagram.trafficClass == 46 << 2)
        #expect(!datagram.isTruncated)
        let kernel = try #require(datagram.kernelReceiveNanoseconds)
        #expect(before <= kernel && kernel <= datagram.userReceiveNanoseconds)
        #expect(datagram.userReceiveNanoseconds <= after)
    }

    @Test("Without kernel stamps the program's own remain")
    func withoutStamps() throws {
        var options = DatagramSocket.Options()
        options.receiveStamps = false
        let (sender, receiver) = try pair(options)
        try sender.send([1], to: receiver.localAddress)
        let datagram = try #require(try receive(from: receiver) { !$0.datagrams.isEmpty }.datagrams.first)
        #expect(datagram.kernelReceiveNanoseconds == nil)
        #expect(datagram.userReceiveNanoseconds > 0)
    }

    @Test("A batch longer than one system call takes is sent and read whole and in order")
    func batch() throws {
        let (sender, receiver) = try pair()
        let batch = (0..<150).map { OutgoingDatagram([UInt8($0)], to: receiver.localAddress) }
        let outcome = sender.send(batch)
        #expect(outcome.sent == 150 && outcome.failed == 0 && outcome.unsent == 0)
        let all = try receive(from: receiver) { $0.datagrams.count == 150 }
        #expect(all.datagrams.map(\.bytes) == batch.map(\.bytes))
    }

    @Test("What the receive buffer had no place for is counted with the next datagram")
    func overflow() throws {
        var options = DatagramSocket.Options()
        options.receiveBufferBytes = 4_096
        let (sender, receiver) = try pair(options)
        let batch = (0..<100).map { _ in OutgoingDatagram(Array(repeating: 1, count: 1_000), to: receiver.localAddress)
        }
        #expect(sender.send(batch).sent == 100)
        var taken = 0
        while case let some = try receiver.receive().datagrams.count, some > 0 { taken += some }
        #expect((1..<100).contains(taken))
        try sender.send([2], to: receiver.localAddress)
        let after = try receive(from: receiver) { !$0.datagrams.isEmpty }
        #expect(Int(after.overflow) == 100 - taken)
    }

    @Test("Datagrams over the limit are cut and marked, empty ones arrive empty")
    func sizes() throws {
        var options = DatagramSocket.Options()
        options.maximumDatagramBytes = 64
        let (sender, receiver) = try pair(options)
        try sender.send([UInt8](repeating: 9, count: 65), to: receiver.localAddress)
        try sender.send([], to: receiver.localAddress)
        let all = try receive(from: receiver) { $0.datagrams.count == 2 }
        #expect(all.datagrams.map(\.bytes.count) == [64, 0])
        #expect(all.datagrams.map(\.isTruncated) == [true, false])
    }

    @Test("A refused datagram names its own destination and disturbs no other")
    func refused() throws {
        let (sender, receiver) = try pair()
        // A port that was free a moment ago: bound, then released.
        let dead = try DatagramSocket(bindingTo: .loopback(port: 0)).localAddress
        try sender.send([1], to: dead)
        #expect(try sender.send([2], to: receiver.localAddress))
        let answer = try receive(from: sender) { !$0.unreachable.isEmpty }
        #expect(answer.unreachable.map(\.destination) == [dead])
        #expect(answer.unreachable.first?.isRefused == true)
        #expect(answer.unreachable.first?.error.description == "send \(dead): Connection refused")
        #expect(try receive(from: receiver) { !$0.datagrams.isEmpty }.datagrams.map(\.bytes) == [[2]])
        #expect(try sender.receive().isEmpty)
    }

    @Test("A datagram that the system refuses is counted, the rest of the batch goes out")
    func failed() throws {
        let (sender, receiver) = try pair()
        let outcome = sender.send([
            OutgoingDatagram([UInt8](repeating: 0, count: 70_000), to: receiver.localAddress),
            OutgoingDatagram([2], to: receiver.localAddress),
            OutgoingDatagram([3], to: try SocketAddress(parsing: "[2001:db8::1]:9")),
        ])
        #expect(outcome.sent == 1)
        #expect(outcome.failed == 2)
        #expect(
            outcome.lastError?.description
                == "send [2001:db8::1]:9: Address family not supported by protocol")
        #expect(throws: SocketError.self) {
            try sender.send([UInt8](repeating: 0, count: 70_000), to: receiver.localAddress)
        }
    }

    @Test("One socket on every address serves IPv4 peers as IPv4, and answers from the address that was asked")
    func dualStack() throws {
        let server = try DatagramSocket(bindingTo: .any(port: 0))
        let target = SocketAddress(ipv4: 127, 0, 0, 2, port: server.localAddress.port)
        let client = try DatagramSocket(forTalkingTo: target)
        try client.send([7], to: target)
        let question = try #require(try receive(from: server) { !$0.datagrams.isEmpty }.datagrams.first)
        #expect(question.source.family == .ipv4)
        #expect(question.localAddress?.host == "127.0.0.2")
        #expect(question.timeToLive != nil)
        let answer = OutgoingDatagram([8], to: question.source, from: question.localAddress)
        #expect(server.send([answer]).sent == 1)
        let back = try #require(try receive(from: client) { !$0.datagrams.isEmpty }.datagrams.first)
        #expect(back.source == target)
        #expect(back.bytes == [8])
    }

    @Test("An address in use is an error that names operation and address")
    func inUse() throws {
        let first = try DatagramSocket(bindingTo: .loopback(port: 0))
        let error = #expect(throws: SocketError.self) { try DatagramSocket(bindingTo: first.localAddress) }
        #expect(error?.description == "bind \(first.localAddress): Address already in use")
        #expect(error?.errorNumber == EADDRINUSE)
    }
}
