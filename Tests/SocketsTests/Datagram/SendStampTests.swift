import Glibc
import Testing

@testable import Sockets

struct SendStampTests {
    private func pair() throws -> (sender: DatagramSocket, receiver: DatagramSocket) {
        var options = DatagramSocket.Options()
        options.sendStamps = true
        let receiver = try DatagramSocket(bindingTo: .loopback(port: 0))
        return (try DatagramSocket(forTalkingTo: receiver.localAddress, options: options), receiver)
    }

    @Test("Only datagrams that ask are stamped, between the program's own stamps, and are numbered in order")
    func sampled() throws {
        let (sender, receiver) = try pair()
        guard sender.givesSendStamps else { return print("skipped: this system does not stamp what is sent") }
        var batch = SendBatch()
        for number in 0..<6 {
            batch.append([UInt8(number)], to: receiver.localAddress, isStamped: number % 2 == 0)
        }
        let before = SystemClock.wallNanoseconds
        #expect(sender.send(batch).sent == 6)
        let after = SystemClock.wallNanoseconds
        let stamps = try receive(from: sender) { $0.sendStamps.count == 3 }.sendStamps
        #expect(stamps.map(\.identifier) == [0, 1, 2])
        #expect(stamps.allSatisfy { before <= $0.kernelNanoseconds ?? 0 && $0.kernelNanoseconds ?? .max <= after })
        let arrived = try receive(from: receiver) { $0.datagrams.count == 6 }.datagrams
        for (stamp, datagram) in zip(stamps, [arrived[0], arrived[2], arrived[4]]) {
            let (left, came) = (try #require(stamp.kernelNanoseconds), try #require(datagram.kernelReceiveNanoseconds))
            #expect(left <= came)
        }
        #expect(try sender.receive().isEmpty)
    }

    @Test("Numbers begin at 0 again when asked")
    func restart() throws {
        let (sender, receiver) = try pair()
        guard sender.givesSendStamps else { return print("skipped: this system does not stamp what is sent") }
        for expected in [0, 1, 0] as [UInt32] {
            if expected == 0 { sender.restartSendStamps() }
            var batch = SendBatch()
            batch.append([1], to: receiver.localAddress, isStamped: true)
            #expect(sender.send(batch).sent == 1)
            let stamps = try receive(from: sender) { !$0.sendStamps.isEmpty }.sendStamps
            #expect(stamps.map(\.identifier) == [expected])
        }
    }

    @Test("Refusals and stamps come by one queue and are told apart")
    func refusalBesideStamp() throws {
        let (sender, receiver) = try pair()
        guard sender.givesSendStamps else { return print("skipped: this system does not stamp what is sent") }
        let dead = try DatagramSocket(bindingTo: .loopback(port: 0)).localAddress
        var batch = SendBatch()
        batch.append([1], to: dead, isStamped: true)
        batch.append([2], to: receiver.localAddress, isStamped: true)
        #expect(sender.send(batch).sent == 2)
        let all = try receive(from: sender) { $0.sendStamps.count == 2 && !$0.unreachable.isEmpty }
        #expect(all.unreachable == [Unreachable(destination: dead, errorNumber: ECONNREFUSED)])
        #expect(all.sendStamps.map(\.identifier) == [0, 1])
        #expect(all.datagrams.isEmpty)
    }

    @Test("Stamps work for IPv4 and IPv6 from one socket")
    func families() throws {
        var options = DatagramSocket.Options()
        options.sendStamps = true
        let sender = try DatagramSocket(bindingTo: .any(port: 0), options: options)
        guard sender.givesSendStamps else { return print("skipped: this system does not stamp what is sent") }
        for text in ["127.0.0.1:0", "[::1]:0"] {
            guard let receiver = try? DatagramSocket(bindingTo: SocketAddress(parsing: text)) else { continue }
            guard receiver.localAddress.family == .ipv4 || sender.localAddress.family == .ipv6 else { continue }
            var batch = SendBatch()
            batch.append([1], to: receiver.localAddress, isStamped: true)
            #expect(sender.send(batch).sent == 1)
            #expect(try receive(from: sender) { !$0.sendStamps.isEmpty }.sendStamps.count == 1)
        }
    }

    @Test("A batch of the caller's serves many sockets, and says when there may be more")
    func sharedBatch() throws {
        var batch = ReceiveBatch(count: 4, maximumDatagramBytes: 256)
        for _ in 0..<2 {
            let (sender, receiver) = try pair()
            #expect(sender.send((0..<6).map { OutgoingDatagram([$0], to: receiver.localAddress) }).sent == 6)
            let first = try receiver.receive(with: &batch)
            #expect(first.datagrams.map(\.bytes) == [[0], [1], [2], [3]] && first.isFull)
            let second = try receiver.receive(with: &batch)
            #expect(second.datagrams.map(\.bytes) == [[4], [5]] && !second.isFull)
        }
    }
}
