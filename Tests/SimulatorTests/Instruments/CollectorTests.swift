import Collecting
import Metro
import Telemetry
import Testing

@testable import Simulator

@Suite("Simulated collectors")
struct CollectorTests {
    @Test("there is one agent a device and one probe a probing site, each with a name of its own")
    func targets() {
        let bench = Bench()
        let city = bench.simulation.inventory
        #expect(bench.instruments.devices.count == city.devices.count)
        #expect(bench.instruments.probes.count == Set(city.paths.map(\.a)).count)
        let targets = bench.instruments.collectors.map(\.target)
        #expect(Set(targets.map(\.id)).count == targets.count)
        #expect(targets.allSatisfy { $0.kind == .simulator })
        #expect(bench.instruments.devices.allSatisfy { $0.cadence == .every(milliseconds: 10_000) })
        #expect(bench.instruments.probes.allSatisfy { $0.cadence == .continuous })
    }

    @Test("a probe goes on exactly where the backfill ended")
    func probeContinues() async throws {
        let bench = Bench()
        let probe = try bench.probe("ap-shekou")
        let clock = HandClock(wall: noon)
        let basket = Basket(clock, enough: 80)
        let past = bench.backfill(minutes: 1).filter { sample in
            sample.metric == .delay && bench.simulation.inventory.paths[Int(sample.subject)].a == "ap-shekou"
        }
        let task = Task { try await probe.collect(into: basket) }
        await #expect(throws: CancellationError.self) { try await task.value }
        let live = basket.samples
        #expect(live.count >= 80)
        let end = try #require(live.last).timeNanoseconds + 1
        #expect(try past + live == probe.samples(from: bench.wall(-60), until: end).get())
        #expect(basket.findings.contains { if case .answered = $0 { true } else { false } })
    }

    @Test("a probe without a backfill starts at its first look, and makes up for no more than ten seconds")
    func probeSlept() async throws {
        let bench = Bench()
        let probe = try bench.probe("dc1")
        let clock = HandClock(wall: noon)
        let first = Basket(clock, enough: 30)
        let task = Task { try await probe.collect(into: first) }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try #require(first.samples.first).timeNanoseconds >= noon)
        clock.advance(by: 3_600_000_000_000)
        let second = Basket(clock, enough: 1)
        let again = Task { try await probe.collect(into: second) }
        await #expect(throws: CancellationError.self) { try await again.value }
        #expect(try #require(second.samples.first).timeNanoseconds >= clock.wallNanoseconds - 12_000_000_000)
    }

    @Test("a probe whose wall clock is set back goes on")
    func probeSetBack() async throws {
        let bench = Bench()
        let probe = try bench.probe("dc1")
        let clock = HandClock(wall: noon)
        let basket = Basket(clock, enough: 30)
        let task = Task { try await probe.collect(into: basket) }
        await #expect(throws: CancellationError.self) { try await task.value }
        clock.setBack(by: 500_000_000_000)
        let after = Basket(clock, enough: 30)
        let again = Task { try await probe.collect(into: after) }
        await #expect(throws: CancellationError.self) { try await again.value }
        #expect(after.samples.allSatisfy { $0.timeNanoseconds < noon })
    }

    @Test("a device polled too soon after the backfill answers, but makes no second reading")
    func deviceContinues() async throws {
        let bench = Bench()
        let device = try bench.device("cr-futian")
        _ = bench.backfill(minutes: 1)
        let readings = try device.samples(from: bench.wall(-60), until: noon).get()
        let last = try #require(readings.last?.timeNanoseconds)
        let clock = HandClock(wall: last + 4_000_000_000)
        let basket = Basket(clock)
        try await device.collect(into: basket)
        #expect(basket.samples.isEmpty)
        #expect(basket.findings.contains { if case .answered = $0 { true } else { false } })
        clock.advance(by: 10_000_000_000)
        try await device.collect(into: basket)
        #expect(basket.samples.allSatisfy { $0.timeNanoseconds == last + 14_000_000_000 })
        #expect(basket.samples.count == readings.filter { $0.timeNanoseconds == last }.count)
        clock.advance(by: 10_000_000_000)
        try await device.collect(into: basket)
        #expect(Set(basket.samples.map(\.timeNanoseconds)).count == 2)
    }

    @Test("a device says once what its interfaces are called")
    func facts() async throws {
        let bench = Bench()
        let device = try bench.device("cr-futian")
        let clock = HandClock(wall: noon)
        let basket = Basket(clock)
        try await device.collect(into: basket)
        clock.advance(by: 10_000_000_000)
        try await device.collect(into: basket)
        let facts = basket.findings.compactMap { finding -> InterfaceFacts? in
            if case .interface(_, let facts) = finding { facts } else { nil }
        }
        #expect(facts.count == Set(basket.samples.map(\.subject)).count)
        #expect(Set(facts.map(\.ifIndex)).count == facts.count)
        #expect(facts.allSatisfy { $0.alias.hasPrefix("to ") })
    }

    @Test("a device tells of the light at its interfaces and of itself, the same for equal instants")
    func sensors() async throws {
        let bench = Bench()
        func told() async throws -> Basket {
            let basket = Basket(HandClock(wall: noon))
            try await bench.device("cr-futian").collect(into: basket)
            return basket
        }
        let (first, second) = (try await told(), try await told())
        #expect(first.optics == second.optics && first.sensors == second.sensors)
        #expect(Set(first.optics.keys) == Set(first.samples.map(\.subject)))
        for optics in first.optics.values {
            let arriving = try #require(optics.receivedPowerDBm.value)
            let sent = try #require(optics.transmittedPowerDBm.value)
            #expect((-22...0).contains(arriving) && (-2...3).contains(sent))
        }
        let load = try #require(first.sensors?.processorLoad.value)
        #expect((0...1).contains(load) && first.sensors?.temperatures.first?.name == "Routing engine")
    }

    @Test("no light arrives over a cut fibre, and the laser still shines")
    func darkness() async throws {
        let cut = ScriptedFault(.cut("longhua-buji"), startSeconds: 0, durationSeconds: 60)
        let bench = Bench([cut])
        let link = try #require(bench.simulation.inventory.links.first { $0.id == "longhua-buji" })
        let clock = HandClock(wall: noon)
        let basket = Basket(clock)
        let device = try bench.device(link.a.device.text)
        try await device.collect(into: basket)
        let dark = basket.optics.values.filter { $0.receivedPowerDBm == .missing(.noLight) }
        #expect(dark.count == 1 && dark.first?.transmittedPowerDBm.value != nil)
        clock.advance(by: 70_000_000_000)
        try await device.collect(into: basket)
        #expect(basket.optics.values.allSatisfy { $0.receivedPowerDBm.value != nil })
    }

    @Test("a device that the script takes down throws, and answers again afterwards")
    func outage() async throws {
        let bench = Bench([ScriptedFault(.deviceDown("cr-futian"), startSeconds: 0, durationSeconds: 60)])
        let device = try bench.device("cr-futian")
        let clock = HandClock(wall: noon)
        let basket = Basket(clock)
        await #expect(throws: CollectorError.self) { try await device.collect(into: basket) }
        #expect(basket.findings == [.timedOut])
        clock.advance(by: 60_000_000_000)
        try await device.collect(into: basket)
        #expect(!basket.samples.isEmpty)
    }

    @Test("a cancelled collector throws CancellationError")
    func cancelled() async throws {
        let bench = Bench()
        let basket = Basket(HandClock(wall: noon))
        for collector in bench.instruments.collectors.prefix(2) + bench.instruments.collectors.suffix(2) {
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                try await collector.collect(into: basket)
            }
            await #expect(throws: CancellationError.self) { try await task.value }
        }
        #expect(basket.samples.isEmpty)
    }

    @Test("what has no subject is not measured")
    func unbound() {
        let simulation = Bench().simulation
        let none = simulation.instruments(interfaceSubject: { _ in nil }, pathSubject: { _ in nil })
        #expect(none.collectors.isEmpty)
        var batches = 0
        none.backfill { samples in batches += samples.isEmpty ? 0 : 1 }
        #expect(batches == 0)
    }
}
