import Metro
import Sockets
import Testing

@testable import SNMP

@Suite("Floods of notifications")
struct NotificationFloodTests {
    private let down = Traps.v2(Traps.pdu(NotificationNames.linkDown, Traps.link(3, operational: 2)))

    private func address(_ number: Int) -> SocketAddress {
        SocketAddress(
            ipv4: 10, UInt8(truncatingIfNeeded: number >> 16), UInt8(truncatingIfNeeded: number >> 8),
            UInt8(truncatingIfNeeded: number), port: 9)
    }

    @Test("a source may send 500 at once and 100 a second; the rest is counted and shown, and other sources go on")
    func perSource() {
        let receiver = Traps.receiver()
        var delivered = 0
        for number in 0..<12_000 {
            // 1 200 a second.
            let now = Int64(number) * Traps.second / 1_200
            delivered +=
                receiver.take(down, atNanoseconds: now).delivered.count
        }
        #expect((1_480...1_510).contains(delivered))
        #expect(
            receiver.take(Traps.v2(Traps.pdu(NotificationNames.coldStart), community: "other"), from: Traps.pe2, at: 9)
                .devices == [1])
        let picture = receiver.picture(at: 9)
        let flood = picture.sources.first
        #expect(flood?.address == "192.0.2.1" && flood?.device == "pe1" && flood?.isLimited == true)
        #expect(flood?.received == 12_000 && flood?.limited == UInt64(12_000 - delivered))
        #expect(flood.map { $0.lastTenSeconds >= 11_990 } == true)
        #expect(picture.counters.limited == UInt64(12_000 - delivered))
        #expect(picture.sources.last?.isLimited == false && picture.sources.last?.lastTenSeconds == 1)
        // It calms down: what was, stays counted; the flood is over.
        let calm = receiver.picture(at: 30).sources.first { $0.device == "pe1" }
        #expect(calm?.isLimited == false && calm?.lastTenSeconds == 0 && calm?.received == 12_000)
        #expect(receiver.take(down, at: 30).delivered.count == 1)
    }

    @Test("all sources together may send so many; who is cut off is shown")
    func overall() {
        var limits = NotificationLimits()
        limits.all = TokenBucket.Size(perSecond: 10, burst: 20)
        let receiver = Traps.receiver(limits: limits)
        let other = Traps.v2(Traps.pdu(NotificationNames.coldStart), community: "other")
        var delivered = 0
        for _ in 0..<100 {
            delivered += receiver.take(down).delivered.count + receiver.take(other, from: Traps.pe2).delivered.count
        }
        #expect(delivered == 20)
        let picture = receiver.picture()
        #expect(picture.counters.limited == 180 && picture.sources.allSatisfy(\.isLimited))
        #expect(receiver.take(down, at: 2).delivered.count == 1)
    }

    @Test("a hundred thousand strangers take a bounded table and no share of what devices may send")
    func strangers() {
        let receiver = Traps.receiver()
        for number in 0..<100_000 { #expect(receiver.take(down, from: address(number)).isEmpty) }
        let picture = receiver.picture()
        #expect(picture.counters.unknownSource == 100_000 && picture.counters.limited == 0)
        #expect(picture.sources.count == TrapPicture.maximumSources)
        #expect(picture.forgottenSources + UInt64(picture.sources.count) == 100_000)
        #expect(picture.sources.allSatisfy { $0.device == nil })
        #expect(receiver.take(down).delivered.count == 1)
    }

    @Test("the list of unknown notifications keeps the newest 256, newest first, in bounded text")
    func unknown() {
        var limits = NotificationLimits()
        limits.source = TokenBucket.Size(perSecond: 1, burst: 10_000)
        let receiver = Traps.receiver(limits: limits)
        let long = VariableBinding(
            OID([1, 3] + Array(repeating: UInt32.max, count: 98)), .octetString(Array(repeating: 65, count: 2_000)))
        for number: UInt32 in 0..<600 {
            _ = receiver.take(
                Traps.v2(
                    Traps.pdu(Traps.enterprise.appending(number), Array(repeating: long, count: 20), ticks: number)))
        }
        let unknown = receiver.picture().unknown
        #expect(unknown.count == 256 && receiver.counters().unknown == 600)
        #expect(unknown.first?.name == "1.3.6.1.4.1.2011.5.25.599")
        #expect(unknown.last?.name == "1.3.6.1.4.1.2011.5.25.344")
        #expect(unknown.allSatisfy { $0.variables.count == 9 && $0.variables.last == "… 12 more" })
        #expect(unknown.allSatisfy { $0.variables.allSatisfy { $0.count <= 160 } })
    }

    @Test("informs are remembered in bounded number, the newest at any rate")
    func informs() {
        var limits = NotificationLimits()
        limits.source = TokenBucket.Size(perSecond: 1, burst: 100_000)
        limits.all = limits.source
        limits.informs = 100
        let receiver = Traps.receiver(limits: limits)
        func inform(_ number: Int32) -> [UInt8] {
            Traps.v2(Traps.pdu(NotificationNames.coldStart, identifier: number, isInform: true))
        }
        for number: Int32 in 0..<10_000 { #expect(receiver.take(inform(number)).delivered.count == 1) }
        for number: Int32 in 9_960..<10_000 { #expect(receiver.take(inform(number)).delivered.isEmpty) }
        #expect(receiver.take(inform(0)).delivered.count == 1)
    }

    @Test("a clock that stands still or goes back gives nothing away")
    func clock() {
        var bucket = TokenBucket()
        let size = TokenBucket.Size(perSecond: 10, burst: 3)
        let times = [100, 100, 100, 100, 50, 100 + Traps.second / 20, 100 + Traps.second / 10, 100 + Traps.second / 10]
        let taken = times.map { bucket.take(size, at: $0) }
        #expect(taken == [true, true, true, false, false, false, true, false])
    }
}
