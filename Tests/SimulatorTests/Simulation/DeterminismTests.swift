import Metro
import Telemetry
import Testing

@testable import Simulator

@Suite("Determinism")
struct DeterminismTests {
    @Test("one seed gives one city, another seed another")
    func seeds() {
        let first = Bench(DemoMetro.simulation(startWallNanoseconds: noon)).backfill(minutes: 3)
        let second = Bench(DemoMetro.simulation(startWallNanoseconds: noon)).backfill(minutes: 3)
        let other = Bench(DemoMetro.simulation(startWallNanoseconds: noon, seed: 7)).backfill(minutes: 3)
        #expect(first == second)
        #expect(first != other)
        #expect(!first.isEmpty)
    }

    @Test("any portions give the same samples", arguments: [1, 7, 333, 9_999, 10_000, 61_003])
    func portions(milliseconds: Int64) throws {
        let bench = Bench(DemoMetro.simulation(startWallNanoseconds: noon))
        let (from, until) = (bench.wall(-90), bench.wall(-90 + (milliseconds < 10 ? 4 : 120)))
        let probe = try bench.probe("ap-shatoujiao")
        let device = try bench.device("cr-luohu")
        var portions: [Sample] = []
        var readings: [Sample] = []
        var start = from
        while start < until {
            let end = min(until, start + milliseconds * 1_000_000)
            portions += try probe.samples(from: start, until: end).get()
            readings += try device.samples(from: start, until: end).get()
            start = end
        }
        #expect(try portions == probe.samples(from: from, until: until).get())
        #expect(try readings == device.samples(from: from, until: until).get())
        #expect(!portions.isEmpty)
    }

    @Test("the order of asking does not matter")
    func order() throws {
        let bench = Bench()
        let probe = try bench.probe("dc1")
        let late = try probe.samples(from: bench.wall(3_000), until: bench.wall(3_060)).get()
        let early = try probe.samples(from: bench.wall(-3_000), until: bench.wall(-2_940)).get()
        #expect(try early == probe.samples(from: bench.wall(-3_000), until: bench.wall(-2_940)).get())
        #expect(try late == probe.samples(from: bench.wall(3_000), until: bench.wall(3_060)).get())
    }

    @Test("the backfill is what the instruments would have measured, in order of time")
    func backfillOrder() throws {
        let bench = Bench(DemoMetro.simulation(startWallNanoseconds: noon))
        let all = bench.backfill(minutes: 5)
        var last = Int64.min
        for sample in all {
            #expect(sample.timeNanoseconds >= last)
            last = sample.timeNanoseconds
        }
        #expect(all.first.map { $0.timeNanoseconds >= bench.wall(-300) } == true)
        #expect(last < bench.wall(0))
        var single = 0
        for probe in bench.instruments.probes {
            single += try probe.samples(from: bench.wall(-300), until: bench.wall(0)).get().count
        }
        for device in bench.instruments.devices {
            if case .success(let readings) = device.samples(from: bench.wall(-300), until: bench.wall(0)) {
                single += readings.count
            }
        }
        #expect(all.count == single)
    }

    @Test("an hour holds 720 packets of a path every five seconds, each way")
    func rhythm() throws {
        let bench = Bench()
        let hour = try bench.delays("dc1-dc2.optical", -3_600, 0)
        #expect(hour.forward.count == 720)
        #expect(hour.backward.count == 720)
        let gaps = zip(hour.forward, hour.forward.dropFirst()).map { $1.timeNanoseconds - $0.timeNanoseconds }
        #expect(Set(gaps) == [5_000_000_000])
    }

    @Test("a new entity changes nothing for the others")
    func independence() throws {
        let city = DemoMetro.inventory
        let fewer = Inventory(
            city: city.city, timeZone: city.timeZone, operators: city.operators, sites: city.sites,
            devices: city.devices, links: city.links, paths: Array(city.paths.dropFirst(40)), version: "fewer")
        let bench = Bench(
            Simulation(
                inventory: fewer, seed: DemoMetro.seed, traits: DemoMetro.traits, startWallNanoseconds: noon))
        let whole = try Bench().delays("ap-shekou-dc2", -60, 0).forward.map(\.delayNanoseconds)
        #expect(try bench.delays("ap-shekou-dc2", -60, 0).forward.map(\.delayNanoseconds) == whole)
    }
}
