import Metro
import Telemetry
import Testing

@testable import Simulator

@Suite("Any inventory")
struct AnyInventoryTests {
    private let a = Site(
        id: "a", name: LocalizedName(english: "A"), coordinates: Coordinates(latitude: 30, longitude: 120), roles: [])
    private let b = Site(
        id: "b", name: LocalizedName(english: "B"), coordinates: Coordinates(latitude: 30.5, longitude: 120), roles: [])
    private let c = Site(id: "c", name: LocalizedName(english: "C"), coordinates: nil, roles: [])

    private func bench(links: [Link] = [], paths: [MeasuredPath], devices: [Device] = []) -> Bench {
        let city = Inventory(
            city: LocalizedName(english: "Elsewhere"), timeZone: "No/Where", sites: [a, b, c], devices: devices,
            links: links, paths: paths, version: "1")
        return Bench(Simulation(inventory: city, seed: 1, startWallNanoseconds: noon))
    }

    @Test("a city of bare sites has delays, above the floor of the straight line")
    func bare() throws {
        let path = MeasuredPath(id: "p", a: "a", b: "b", layer: .ip, method: .simulator)
        let both = try bench(paths: [path]).delays("p", 0, 60)
        let floor = 55.6 * FibrePhysics.nanosecondsPerKilometre
        #expect(both.forward.count == 60)
        #expect((both.forward + both.backward).received.allSatisfy { $0 > floor && $0 < floor * 3 })
    }

    @Test("the stated length of a path is the least of its delays, whatever its links say")
    func stated() throws {
        let path = MeasuredPath(
            id: "p", a: "a", b: "b", layer: .optical, method: .odukDelay, routeKilometres: 150, lengthBasis: .otdr)
        let delays = try bench(paths: [path]).delays("p", 0, 60).forward.received
        #expect(delays.allSatisfy { $0 >= 150 * FibrePhysics.nanosecondsPerKilometre })
        #expect(delays.allSatisfy { $0 < 151 * FibrePhysics.nanosecondsPerKilometre + 32_000 })
    }

    @Test("unknown ends, lengths, capacities and periods are survived")
    func gaps() throws {
        let device = Device(id: "d", name: LocalizedName(english: "D"), site: "a")
        let link = Link(
            id: "l", a: InterfaceReference(device: "d", name: "1"), b: InterfaceReference(device: "gone", name: "1"),
            capacityBitsPerSecond: .nan, fibreKilometres: -3)
        let paths = [
            MeasuredPath(id: "nowhere", a: "a", b: "z", layer: .ip, method: .simulator),
            MeasuredPath(id: "blind", a: "a", b: "c", layer: .ip, method: .simulator, probeIntervalMilliseconds: -1),
            MeasuredPath(
                id: "odd", a: "a", b: "a", layer: .optical, method: .odukDelay, link: "l", routeKilometres: .nan),
        ]
        let bench = bench(links: [link], paths: paths, devices: [device])
        let delays = try bench.delays("blind", 0, 1)
        #expect(delays.forward.count == 100)
        #expect(delays.forward.received.allSatisfy { $0 > 0 })
        #expect(try !bench.delays("odd", 0, 2).forward.isEmpty)
        #expect(bench.instruments.devices.count == 1)
        #expect(try bench.device("d").samples(at: noon).get().count == 8)
        #expect(bench.backfill(minutes: 1).contains { $0.metric == .octets })
        #expect(bench.simulation.paths.legs[0].spans.isEmpty)
    }

    @Test("absurd figures are bounded, not trapped on")
    func absurd() throws {
        let device = Device(id: "d", name: LocalizedName(english: "D"), site: "a")
        let other = Device(id: "e", name: LocalizedName(english: "E"), site: "b")
        let link = Link(
            id: "l", a: InterfaceReference(device: "d", name: "1"), b: InterfaceReference(device: "e", name: "1"),
            capacityBitsPerSecond: 1e300, fibreKilometres: 1e300)
        let paths = [
            MeasuredPath(
                id: "p", a: "a", b: "b", layer: .ip, method: .simulator, link: "l", routeKilometres: 1e300,
                lengthBasis: .otdr, probeIntervalMilliseconds: .max)
        ]
        let city = Inventory(
            city: LocalizedName(english: "Elsewhere"), sites: [a, b], devices: [device, other], links: [link],
            paths: paths, version: "1")
        let faults = [
            ScriptedFault(.clockStep("a", nanoseconds: .max), startSeconds: 0),
            ScriptedFault(.clockStep("b", nanoseconds: .min), startSeconds: 0),
            ScriptedFault(.congestion("l", utilization: 1e300), startSeconds: 0),
        ]
        let traits = SimulationTraits(linkEquipmentNanoseconds: ["l": 1e300], accessNanoseconds: ["a": 1e300])
        let bench = Bench(
            Simulation(inventory: city, seed: 1, faults: faults, traits: traits, startWallNanoseconds: noon))
        #expect(try !bench.delays("p", 0, 120).forward.isEmpty)
        let decade = bench.wall(3e8)
        #expect(try bench.device("d").samples(at: decade).get().count == 8)
    }

    @Test("a day runs through at one look a minute, and offers what its periods promise")
    func day() throws {
        let path = MeasuredPath(
            id: "p", a: "a", b: "b", layer: .ip, method: .simulator, probeIntervalMilliseconds: 60_000)
        let bench = bench(paths: [path])
        var count = 0
        for minute in 0..<1_440 {
            let from = bench.wall(Double(minute) * 60)
            count += try bench.probe("a").samples(from: from, until: from + 60_000_000_000).get().count
        }
        #expect(count == 3 * 1_440)
    }
}
