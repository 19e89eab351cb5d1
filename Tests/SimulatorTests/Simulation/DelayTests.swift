import Metro
import Telemetry
import Testing

@testable import Simulator

@Suite("Delays")
struct DelayTests {
    @Test("light in fibre takes 4.897 µs a kilometre")
    func glass() { #expect(abs(FibrePhysics.nanosecondsPerKilometre - 4_897.4) < 0.1) }

    @Test("no delay with a clock is below its guaranteed floor, and E always covers the clock's error")
    func floors() throws {
        let bench = Bench(DemoMetro.simulation(startWallNanoseconds: noon))
        let city = bench.simulation.inventory
        let steps = DemoMetro.script().filter { if case .clockStep = $0.kind { true } else { false } }
        for sample in bench.backfill(minutes: 20) where sample.isOneWayDelay {
            let path = city.paths[Int(sample.subject)]
            let a = try #require(city.site(path.a)?.coordinates)
            let b = try #require(city.site(path.b)?.coordinates)
            let kilometres =
                path.lengthBasis == .otdr ? try #require(path.routeKilometres) : a.kilometres(to: b)
            let floor = kilometres * FibrePhysics.nanosecondsPerKilometre
            let stepped = steps.contains {
                guard case .clockStep(let site, _) = $0.kind, path.a == site || path.b == site else { return false }
                let second = Double(sample.timeNanoseconds - noon) * 1e-9
                return $0.startSeconds <= second && second < $0.startSeconds + ($0.durationSeconds ?? 0)
            }
            if stepped || sample.flags.contains(.clockUnsynchronised) { continue }
            #expect(Double(sample.delayNanoseconds + Int64(sample.auxiliary)) >= floor, "\(path.id)")
            #expect(Double(sample.delayNanoseconds) >= floor, "\(path.id)")
            #expect(!sample.flags.contains(.clockFault), "\(path.id)")
        }
    }

    @Test("an optical delay is glass and ends, with next to no jitter, on one clock")
    func optical() throws {
        let bench = Bench()
        let both = try bench.delays("dc1-dc2.optical", -600, 0)
        let path = try #require(bench.simulation.inventory.path("dc1-dc2.optical"))
        let glass = try #require(path.routeKilometres) * FibrePhysics.nanosecondsPerKilometre
        for sample in both.forward + both.backward {
            let excess = Double(sample.delayNanoseconds) - glass
            #expect((30_000...36_000).contains(excess), "\(excess)")
            #expect(sample.flags == .clockShared)
            #expect(sample.auxiliary == 2_400)
        }
        #expect(Set(both.forward.map(\.delayNanoseconds)).count > 30)
    }

    @Test("a site without optical equipment costs an O-E-O conversion, an OXC none")
    func conversion() throws {
        let east = try Bench().delays("dc4-dc5.optical", -300, 0).forward.percentile(0.5)
        let path = try #require(DemoMetro.inventory.path("dc4-dc5.optical")?.routeKilometres)
        let excess = east - path * FibrePhysics.nanosecondsPerKilometre
        #expect((130_000...132_000).contains(excess), "\(excess)")
    }

    @Test("what a packet meets at the IP layer contains what light meets on the same way")
    func layers() throws {
        let bench = Bench()
        let city = bench.simulation.inventory
        let legs = bench.simulation.paths
        for (index, path) in city.paths.enumerated() where path.layer == .optical {
            let others = city.paths.indices.filter {
                let other = city.paths[$0]
                return other.layer == .ip && other.a == path.a && other.b == path.b && other.link == path.link
            }
            let light = try #require(legs.cost(of: legs.legs[2 * index], at: 0)).fixed
            for other in others {
                let packet = try #require(legs.cost(of: legs.legs[2 * other], at: 0)).fixed
                #expect(packet > light, "\(path.id)")
            }
        }
    }

    @Test("packets wait longer where links are fuller")
    func queues() {
        var last = 0.0
        for load in stride(from: 0.1, through: 0.95, by: 0.05) {
            let wait = FibrePhysics.meanQueue(load: load, capacity: 100e9)
            #expect(wait > last)
            last = wait
        }
        #expect(FibrePhysics.meanQueue(load: 2, capacity: 1e6) <= FibrePhysics.longestQueue)
        #expect(FibrePhysics.meanQueue(load: 0.5, capacity: 10e9) > FibrePhysics.meanQueue(load: 0.5, capacity: 100e9))
    }

    @Test("uncertainty of a pair of clocks lies between 1 and 41 µs and never changes")
    func uncertainty() throws {
        let bench = Bench()
        for probe in bench.instruments.probes where probe.target.name != "probe/ap-shiyan" {
            let samples = try probe.samples(from: noon, until: noon + 20_000_000_000).get()
            for sample in samples where sample.isOneWayDelay && !sample.flags.contains(.clockUnsynchronised) {
                #expect((1_000...41_000).contains(sample.auxiliary), "\(probe.target.name): \(sample.auxiliary)")
            }
        }
    }

    @Test("every delay of the probe without a clock is flagged, and only those")
    func unsynchronised() {
        let bench = Bench()
        for sample in bench.backfill(minutes: 1) where sample.isOneWayDelay {
            let path = bench.simulation.inventory.paths[Int(sample.subject)]
            let touches = (path.a == "ap-shiyan" || path.b == "ap-shiyan") && path.layer == .ip
            #expect(sample.flags.contains(.clockUnsynchronised) == touches, "\(path.id)")
        }
    }

    @Test("a round trip is both ways of one packet, whatever the clocks at its ends; light has none")
    func roundTrips() throws {
        let bench = Bench()
        for id in ["dc1-dc3.ip", "luohu-yantian.ip", "ap-shiyan-dc1"] as [PathID] {
            let way = try bench.delays(id, -600, 0)
            #expect(!way.roundTrip.isEmpty && way.roundTrip.count == way.forward.count)
            for (trip, (there, back)) in zip(way.roundTrip, zip(way.forward, way.backward)) {
                #expect(trip.timeNanoseconds == there.timeNanoseconds && trip.flags == [])
                if there.metric == .lost || back.metric == .lost {
                    #expect(trip.metric == .lost)
                } else {
                    // What one clock adds to the one way it takes from the other.
                    let sum = there.delayNanoseconds + back.delayNanoseconds
                    #expect(abs(trip.delayNanoseconds - sum) <= 2 && trip.auxiliary == 800)
                }
            }
        }
        #expect(try bench.delays("dc1-dc2.optical", -600, 0).roundTrip.isEmpty)
    }

    @Test("an asymmetric path takes longer on its way back")
    func asymmetry() throws {
        let both = try Bench().delays("dc1-dc3.ip", -600, 0)
        let difference = both.backward.percentile(0.5) - both.forward.percentile(0.5)
        #expect(difference > 80_000, "\(difference)")
        let even = try Bench().delays("dc1-dc2.ip", -600, 0)
        #expect(abs(even.backward.percentile(0.5) - even.forward.percentile(0.5)) < 20_000)
    }

    @Test("a terminal's delay is mostly its access network")
    func terminals() throws {
        let vehicles = try Bench().delays("term-transport-dc4", -600, 0).forward.percentile(0.5)
        #expect((5.8e6...8e6).contains(vehicles), "\(vehicles)")
    }
}
