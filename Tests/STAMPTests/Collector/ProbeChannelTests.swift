import Sockets
import Testing

@testable import STAMP

struct ProbeChannelTests {
    private func channel(dscp: UInt8 = 0) throws -> ProbeChannel {
        try ProbeChannel(ProbeChannel.Kind(family: .ipv4, dscp: dscp), forTalkingTo: .loopback(port: 862))
    }

    @Test("A stamp belongs to its probe from before the call to a queue's time after it, and to no other")
    func stamps() throws {
        let channel = try channel()
        channel.sentStamped(5, of: 70, begun: 1_000, ended: 9_000)
        channel.sentStamped(6, of: 71, begun: 20_000, ended: 30_000)
        func match(_ identifier: UInt32, _ time: Int64?) -> UInt64? {
            channel.match(SendStamp(identifier: identifier, kernelNanoseconds: time))?.run
        }
        #expect(match(0, 1_000) == 70)
        #expect(match(0, 9_000 + StampingError.sendQueue) == 70)
        #expect(match(0, 999) == nil)
        #expect(match(0, 9_001 + StampingError.sendQueue) == nil)
        #expect(match(1, 25_000) == 71)
        // A stamp of the packet before, under this number, would be too early.
        #expect(match(1, 5_000) == nil)
        #expect(match(2, 25_000) == nil)
        #expect(match(64, 5_000) == nil)
        channel.restartStamps()
        #expect(match(0, 5_000) == nil)
        channel.sentStamped(9, of: 72, begun: 40_000, ended: 41_000)
        #expect(match(0, 40_500) == 72)
    }

    @Test("A socket takes one session of a peer, and no more than its buffer holds answers of")
    func places() throws {
        let channel = try channel()
        let peers = (0..<3).map { SocketAddress(ipv4: 127, 0, 0, 1, port: 862 + $0) }
        #expect(channel.hasPlace(for: peers[0], probesPerSecond: 1e9))
        channel.add(1, to: peers[0], probesPerSecond: 10)
        #expect(!channel.hasPlace(for: peers[0], probesPerSecond: 1))
        #expect(channel.hasPlace(for: peers[1], probesPerSecond: 10))
        #expect(!channel.hasPlace(for: peers[1], probesPerSecond: 1e9))
        channel.remove(peers[0], probesPerSecond: 10)
        #expect(channel.hasPlace(for: peers[0], probesPerSecond: 1e9))
    }

    @Test("The kernel's count of lost datagrams tells only when it has moved")
    func overflow() throws {
        let channel = try channel()
        var reception = Reception(datagrams: [
            ReceivedDatagram(
                bytes: [1], source: .loopback(port: 1), userReceiveNanoseconds: 0, userReceiveMonotonicNanoseconds: 0)
        ])
        #expect(!channel.hasOverflowed(reception))
        reception.overflow = 3
        #expect(channel.hasOverflowed(reception))
        #expect(!channel.hasOverflowed(reception))
        #expect(!channel.hasOverflowed(Reception()))
    }
}
