import Collecting
import Metro
import Telemetry
import Testing

@testable import Simulator

@Suite("Scripted faults")
struct FaultTests {
    static let cut = ScriptedFault(.cut("longhua-buji"), startSeconds: -600, durationSeconds: 120)

    @Test("a cut takes both interfaces down and stops their counters, and is over afterwards")
    func cutInterfaces() throws {
        let bench = Bench([Self.cut])
        let link = try #require(bench.simulation.inventory.link("longhua-buji"))
        for (end, word) in [(link.a, OperationalStatus.down), (link.b, .lowerLayerDown)] {
            #expect(try status(bench, end, -601) == .up)
            #expect(try status(bench, end, -600) == word)
            #expect(try status(bench, end, -481) == word)
            #expect(try status(bench, end, -480) == .up)
            for direction in Direction.oneWay {
                #expect(try growth(bench, end, direction, -599, -481) == 0)
                #expect(try growth(bench, end, direction, -700, -600) > 0)
                #expect(try growth(bench, end, direction, -480, -400) > 0)
            }
        }
    }

    @Test("traffic of a cut link goes another way, which stays below its capacity")
    func cutTraffic() throws {
        let bench = Bench([Self.cut])
        let detour = try #require(bench.simulation.inventory.link("longhua-futian"))
        var more = 0
        for direction in Direction.oneWay {
            let before = try growth(bench, detour.a, direction, -660, -610)
            let during = try growth(bench, detour.a, direction, -560, -510)
            #expect(Double(during) * 8 / 50 <= 400e9)
            if Double(during) > Double(before) * 1.1 { more += 1 }
        }
        #expect(more == 2)
    }

    @Test("a cut moves a path onto the next shortest way: later, by the fibre in between, until it is joined")
    func cutReroute() throws {
        let bench = Bench([Self.cut])
        let city = bench.simulation.inventory
        let graph = FibreGraph(city)
        let ends = try (#require(city.siteIndex("dc3")), #require(city.siteIndex("dc4")))
        let link = try #require(city.linkIndex("longhua-buji"))
        let home = try #require(graph.route(from: ends.0, to: ends.1))
        let away = try #require(graph.route(from: ends.0, to: ends.1, avoiding: [link]))
        let longer = (away.kilometres - home.kilometres) * FibrePhysics.nanosecondsPerKilometre
        #expect(longer > 20_000)
        let before = try bench.delays("dc3-dc4.optical", -900, -601).forward.percentile(0.5)
        let during = try bench.delays("dc3-dc4.optical", -595, -481).forward.percentile(0.5)
        let after = try bench.delays("dc3-dc4.optical", -465, 0).forward.percentile(0.5)
        #expect(abs(during - before - longer) < 2_000, "\(during - before), \(longer)")
        #expect(abs(after - before) < 1_000)
    }

    @Test("between a cut and the new way packets are lost for less than half a second")
    func cutGap() throws {
        let bench = Bench([Self.cut])
        let path = try #require(bench.simulation.inventory.pathIndex("dc3-dc4.optical"))
        let legs = bench.simulation.paths
        let leg = legs.legs[2 * path]
        #expect(legs.cost(of: leg, at: -600_000_000_001) != nil)
        #expect(legs.cost(of: leg, at: -600_000_000_000) == nil)
        #expect(legs.cost(of: leg, at: -599_801_000_000) == nil)
        #expect(legs.cost(of: leg, at: -599_550_000_000) != nil)
    }

    @Test("a path without another way is lost until the fibre is joined")
    func cutOff() throws {
        let bench = Bench([ScriptedFault(.cut("dapeng-nanao"), startSeconds: -600, durationSeconds: 60)])
        let during = try bench.delays("ap-nanao-dc1", -600, -540)
        #expect(during.forward.lost == during.forward.count && during.backward.lost == during.backward.count)
        #expect(!during.forward.isEmpty)
        #expect(try bench.delays("ap-nanao-dc1", -700, -600).forward.lost == 0)
        #expect(try bench.delays("ap-nanao-dc1", -540, -440).forward.lost == 0)
    }

    @Test("a cut that never ends goes on")
    func endless() throws {
        let bench = Bench([ScriptedFault(.cut("dapeng-nanao"), startSeconds: 0)])
        let late = try bench.delays("ap-nanao-dc1", 80_000, 80_060).forward
        #expect(late.count == 12 && late.lost == 12)
        #expect(try bench.delays("ap-nanao-dc1", -60, 0).forward.lost == 0)
    }

    @Test("congestion fills the link, delays packets, discards a few, and passes")
    func congestion() throws {
        let fault = ScriptedFault(
            .congestion("luohu-yantian", utilization: 0.96), startSeconds: -1_200, durationSeconds: 600)
        let bench = Bench([fault])
        let link = try #require(bench.simulation.inventory.link("luohu-yantian"))
        let filled = try Double(growth(bench, link.a, .outbound, -1_200, -600)) * 8 / 600 / 100e9
        #expect(abs(filled - 0.96) < 0.01, "\(filled)")
        #expect(try growth(bench, link.a, .outbound, -1_200, -600, .discards) > 1_000)
        #expect(try growth(bench, link.a, .outbound, -1_900, -1_200, .discards) == 0)
        #expect(try growth(bench, link.a, .outbound, -600, 0, .discards) == 0)
        let id: PathID = "luohu-yantian.ip"
        let before = try bench.delays(id, -2_400, -1_200).forward.percentile(0.9)
        let during = try bench.delays(id, -1_200, -600).forward.percentile(0.9)
        let after = try bench.delays(id, -590, 0).forward.percentile(0.9)
        #expect(during > before + 50_000, "\(before), \(during)")
        #expect(abs(after - before) < 30_000)
        let light = try bench.delays("luohu-yantian.optical", -1_200, -600).forward.percentile(0.99)
        #expect(try bench.delays("luohu-yantian.optical", -2_400, -1_200).forward.percentile(0.01) > light - 1_000)
    }

    @Test("a clock that steps moves both directions apart by the step, and both are flagged where one cannot be")
    func clockStep() throws {
        let fault = ScriptedFault(.clockStep("dc6", nanoseconds: 650_000), startSeconds: -900, durationSeconds: 300)
        let bench = Bench([fault])
        let path = try #require(bench.simulation.inventory.path("dc1-dc6.ip"))
        #expect(path.b == "dc6")
        let quiet = try bench.delays("dc1-dc6.ip", -1_500, -900)
        let stepped = try bench.delays("dc1-dc6.ip", -900, -600)
        #expect(abs(stepped.forward.percentile(0.5) - quiet.forward.percentile(0.5) - 650_000) < 10_000)
        #expect(abs(stepped.backward.percentile(0.5) - quiet.backward.percentile(0.5) + 650_000) < 10_000)
        #expect(stepped.backward.received.allSatisfy { $0 < 0 })
        #expect(stepped.backward.allSatisfy { $0.flags.contains(.clockFault) })
        // As wrong, though it is possible.
        #expect(stepped.forward.allSatisfy { $0.flags.contains(.clockFault) })
        #expect(stepped.roundTrip.allSatisfy { $0.flags == [] })
        #expect(abs(stepped.roundTrip.percentile(0.5) - quiet.roundTrip.percentile(0.5)) < 5_000)
        let after = try bench.delays("dc1-dc6.ip", -600, 0)
        #expect((after.backward + quiet.backward).allSatisfy { !$0.flags.contains(.clockFault) })
        let light = try bench.delays("dc1-dc6.optical", -900, -600)
        #expect(light.backward.allSatisfy { $0.delayNanoseconds > 0 && !$0.flags.contains(.clockFault) })
    }

    @Test("a device that is down answers nothing and says so; its links go on")
    func deviceDown() throws {
        let fault = ScriptedFault(.deviceDown("cr-luohu"), startSeconds: -300, durationSeconds: 100)
        let bench = Bench([fault])
        let device = try bench.device("cr-luohu")
        guard case .failure(let error) = device.samples(at: bench.wall(-250)) else {
            Issue.record("a device that is down answered")
            return
        }
        #expect(error.code == .timeout)
        #expect(error.message == "no answer from cr-luohu in 2 tries of 2 s")
        #expect(error.missingReason == .noAnswer)
        #expect(throws: CollectorError.self) {
            try device.samples(from: bench.wall(-300), until: bench.wall(-200)).get()
        }
        #expect(try !device.samples(at: bench.wall(-301)).get().isEmpty)
        let after = try device.samples(from: bench.wall(-320), until: bench.wall(-180)).get()
        #expect(after.contains { $0.timeNanoseconds >= bench.wall(-200) })
        #expect(!after.contains { (bench.wall(-300)..<bench.wall(-200)).contains($0.timeNanoseconds) })
        let neighbour = try bench.device("cr-futian").samples(from: bench.wall(-300), until: bench.wall(-200)).get()
        #expect(!neighbour.isEmpty)
    }

    @Test("faults of things that do not exist, and impossible times, are left out")
    func nonsense() {
        let plan = FaultPlan(
            [
                ScriptedFault(.cut("nowhere"), startSeconds: 0),
                ScriptedFault(.cut("longhua-buji"), startSeconds: .nan),
                ScriptedFault(.cut("longhua-buji"), startSeconds: 0, durationSeconds: -5),
                ScriptedFault(.congestion("longhua-buji", utilization: .nan), startSeconds: 0),
                ScriptedFault(.clockStep("nowhere", nanoseconds: 1), startSeconds: 0),
                ScriptedFault(.deviceDown("nowhere"), startSeconds: 0),
            ], in: DemoMetro.inventory)
        #expect(plan.cuts.isEmpty && plan.congestions.isEmpty && plan.clockSteps.isEmpty && plan.outages.isEmpty)
        let endless = FaultPlan(
            [ScriptedFault(.cut("longhua-buji"), startSeconds: -.infinity, durationSeconds: .infinity)],
            in: DemoMetro.inventory)
        #expect(endless.cuts.first?.window.contains(0) == true)
    }

    @Test("cuts at once: the way avoids all of them, and two cuts around a site shut it off")
    func twoCuts() throws {
        let bench = Bench([
            ScriptedFault(.cut("bantian-longhua"), startSeconds: -300, durationSeconds: 200),
            ScriptedFault(.cut("bantian-minzhi"), startSeconds: -250, durationSeconds: 100),
        ])
        #expect(try bench.delays("ap-bantian-dc1", -295, -250).forward.lost == 0)
        let both = try bench.delays("ap-bantian-dc1", -250, -150).forward
        #expect(both.lost == both.count)
        #expect(try bench.delays("ap-bantian-dc1", -149, 0).forward.lost == 0)
    }

    private func reading(
        _ bench: Bench, _ interface: InterfaceReference, _ metric: Metric, _ direction: Direction, _ second: Double
    ) throws -> UInt64 {
        let subject = try bench.interface(interface)
        let samples = try bench.device(interface.device.text).samples(at: bench.wall(second)).get()
        return try #require(
            samples.first { $0.subject == subject && $0.metric == metric && $0.direction == direction }
        ).payload
    }

    private func status(
        _ bench: Bench, _ interface: InterfaceReference, _ second: Double
    ) throws -> OperationalStatus? {
        OperationalStatus(rawValue: Int(try reading(bench, interface, .operationalStatus, .inbound, second)))
    }

    private func growth(
        _ bench: Bench, _ interface: InterfaceReference, _ direction: Direction, _ from: Double, _ until: Double,
        _ metric: Metric = .octets
    ) throws -> UInt64 {
        try reading(bench, interface, metric, direction, until) - reading(bench, interface, metric, direction, from)
    }
}
