import Collecting
import Metro
import Telemetry
import Testing

@testable import Engine

/// One link between two agents whose counters the test writes.
private final class TwoEnds {
    static let speed: UInt64 = 10_000_000_000
    let core: EngineCore
    private var now = midnight

    init(capacity: Double? = 10e9) {
        var setup = SmallCity.measured()
        func device(_ id: DeviceID) -> Device {
            Device(
                id: id, name: LocalizedName(english: id.text),
                snmp: SNMPAccess(host: "192.0.2.1", periodMilliseconds: 10_000))
        }
        setup.inventory = Inventory(
            city: LocalizedName(english: "Two Ends"), sites: [], devices: [device("a"), device("b")],
            links: [
                Link(
                    id: "l", a: InterfaceReference(device: "a", name: "1"),
                    b: InterfaceReference(device: "b", name: "1"), capacityBitsPerSecond: capacity)
            ], version: "1")
        core = EngineCore(setup)
    }

    private var octets: [UInt64] = [0, 0, 0, 0]

    /// Ten seconds in which a sent and b received, b sent and a received so many bit/s.
    func pass(
        aSent: UInt64, bReceived: UInt64, bSent: UInt64 = 0, aReceived: UInt64 = 0, speeds: [UInt64] = [speed, speed]
    ) {
        now += 10 * second
        let rates = [aReceived, aSent, bReceived, bSent]
        for (index, rate) in rates.enumerated() { octets[index] += rate * 10 / 8 }
        var samples: [Sample] = []
        for end in 0..<2 {
            let subject = UInt32(end)
            samples.append(.gauge(.speed, subject: subject, value: speeds[end], at: now))
            samples.append(.gauge(.operationalStatus, subject: subject, value: 1, at: now))
            for direction in Direction.oneWay {
                samples.append(
                    .counter(
                        .octets, subject: subject, direction: direction,
                        value: octets[2 * end + Int(direction.rawValue)],
                        agentTicks: UInt32(truncatingIfNeeded: now / 10_000_000), at: now))
            }
        }
        core.lanes.offer(.snmp, samples)
        core.drain(wallNanoseconds: now, monotonicNanoseconds: now)
    }

    func picture() throws -> LinkPicture {
        let healths = ["a", "b"].map { name in
            TargetHealth(
                TargetDescription(kind: .snmp, name: name, address: "192.0.2.1"), cadence: .every(milliseconds: 10_000))
        }
        let snapshot = core.snapshot(
            wallNanoseconds: now, monotonicNanoseconds: now, targets: healths,
            board: SubjectBoard(interfaces: 2, paths: 0), clock: SimulatedRun.clock)
        return try #require(snapshot.links.first)
    }
}

@Suite("Pictures of links")
struct LinkPicturesTests {
    @Test("a direction is the sending end's outbound counter")
    func directions() throws {
        let ends = TwoEnds()
        for _ in 0..<2 {
            ends.pass(aSent: 2_000_000_000, bReceived: 2_000_000_000, bSent: 500_000_000, aReceived: 500_000_000)
        }
        let link = try ends.picture()
        #expect(abs((link.forward.utilization.value ?? 0) - 0.2) < 1e-9)
        #expect(abs((link.backward.utilization.value ?? 0) - 0.05) < 1e-9)
        #expect(link.forward.speedBitsPerSecond == .known(1e10) && link.severity == .ok)
        #expect(!link.forward.endsDisagree && !link.backward.endsDisagree)
    }

    @Test(
        "ends that differ by over 2 % of the larger rate disagree",
        arguments: [
            (1_000_000_000, 981_000_000, false), (1_000_000_000, 979_000_000, true), (979_000_000, 1_000_000_000, true),
            (1_000_000_000, 0, true), (900_000, 0, false), (1_100_000, 0, true),
        ] as [(UInt64, UInt64, Bool)])
    func disagreement(sent: UInt64, received: UInt64, disagree: Bool) throws {
        let ends = TwoEnds()
        for _ in 0..<2 { ends.pass(aSent: sent, bReceived: received, bSent: 5_000_000, aReceived: 5_000_000) }
        let link = try ends.picture()
        #expect(link.forward.endsDisagree == disagree)
        #expect(!link.backward.endsDisagree)
    }

    @Test("one reading makes no rate, and no disagreement")
    func oneReading() throws {
        let ends = TwoEnds()
        ends.pass(aSent: 1_000_000_000, bReceived: 0)
        let link = try ends.picture()
        #expect(link.forward.utilization == .missing(.awaitingSecondReading) && !link.forward.endsDisagree)
        #expect(link.forward.octets == 1_250_000_000)
    }

    @Test("an agent's speed beyond a thousandth of the stated capacity is flagged, at either end")
    func capacity() throws {
        for (capacity, speeds, differs) in [
            (10e9, [TwoEnds.speed, TwoEnds.speed], false), (10.009e9, [TwoEnds.speed, TwoEnds.speed], false),
            (10.02e9, [TwoEnds.speed, TwoEnds.speed], true), (10e9, [TwoEnds.speed, 1_000_000_000], true),
            (10e9, [1_000_000_000, TwoEnds.speed], true), (10e9, [TwoEnds.speed, 0], false),
            (nil, [TwoEnds.speed, 1_000_000_000], false),
        ] as [(Double?, [UInt64], Bool)] {
            let ends = TwoEnds(capacity: capacity)
            ends.pass(aSent: 0, bReceived: 0, speeds: speeds)
            #expect(try ends.picture().capacityDiffers == differs, "\(capacity ?? 0) against \(speeds)")
        }
    }

    @Test("a speed that the agent does not know is a gap, not a rate that nothing was held against")
    func unknownSpeed() throws {
        let ends = TwoEnds()
        for _ in 0..<2 { ends.pass(aSent: 1_000_000_000, bReceived: 1_000_000_000, speeds: [0, TwoEnds.speed]) }
        let link = try ends.picture()
        #expect(link.forward.utilization == .missing(.speedUnknown))
        #expect(link.forward.speedBitsPerSecond == .missing(.speedUnknown))
        #expect(link.forward.bitsPerSecond == .missing(.speedUnknown))
        #expect(link.forward.octets == 2_500_000_000 && link.backward.bitsPerSecond == .known(0))
    }
}
