import Metro
import Telemetry
import Testing

@testable import Simulator

@Suite("Counters")
struct CounterTests {
    @Test("counters never fall and utilization stays within 0 … 1 over a day")
    func day() throws {
        let bench = Bench(DemoMetro.simulation(startWallNanoseconds: noon, hours: 25))
        var last: [UInt64: Sample] = [:]
        var highest = 0.0
        var lowest = 1.0
        for minute in stride(from: 0.0, through: 1_440, by: 5) {
            for device in bench.instruments.devices {
                guard case .success(let samples) = device.samples(at: bench.wall(minute * 60)) else { continue }
                let speeds = samples.filter { $0.metric == .speed }
                for sample in samples where sample.metric.rawValue <= Metric.discards.rawValue {
                    let key =
                        UInt64(sample.subject) << 16 | UInt64(sample.metric.rawValue) << 8
                        | UInt64(sample.direction.rawValue)
                    defer { last[key] = sample }
                    guard let before = last[key] else { continue }
                    #expect(sample.payload >= before.payload)
                    guard sample.metric == .octets else { continue }
                    let speed = try #require(speeds.first { $0.subject == sample.subject }).payload
                    let seconds = Double(sample.agentTicks &- before.agentTicks) / 100
                    let utilization = 8 * Double(sample.payload - before.payload) / seconds / Double(speed)
                    #expect((0...1.001).contains(utilization), "\(utilization)")
                    highest = max(highest, utilization)
                    lowest = min(lowest, utilization)
                }
            }
        }
        #expect((0.7...1.0).contains(highest), "\(highest)")
        #expect((0.0...0.1).contains(lowest), "\(lowest)")
    }

    @Test("what leaves one end arrives at the other")
    func bothEnds() throws {
        let bench = Bench()
        for link in bench.simulation.inventory.links {
            let a = try octets(bench, link.a, .outbound)
            let b = try octets(bench, link.b, .inbound)
            #expect(abs(Double(a) - Double(b)) <= 16 + Double(a) * 1e-9, "\(link.id)")
            #expect(a > 0)
        }
    }

    /// Octets of one minute.
    private func octets(_ bench: Bench, _ interface: InterfaceReference, _ direction: Direction) throws -> UInt64 {
        let subject = try bench.interface(interface)
        let device = try bench.device(interface.device.text)
        let readings = try [0.0, 60].map { second in
            try #require(
                device.samples(at: bench.wall(second)).get().first {
                    $0.subject == subject && $0.metric == .octets && $0.direction == direction
                })
        }
        return readings[1].payload - readings[0].payload
    }

    @Test("polls of both ends ten seconds apart agree within 2 % at any hour")
    func agreement() throws {
        let traffic = Bench().simulation.traffic
        var disagreements = 0
        var checks = 0
        for hour in 0..<24 {
            let start = Double(hour) * 3_600
            let integrals = [0.0, 10, 20].map { traffic.basis.integrals(at: start + $0) }
            for trunk in traffic.trunks {
                let sums = integrals.map { LoadVector.dot(trunk.forward, $0) }
                checks += 1
                if abs((sums[2] - sums[1]) / (sums[1] - sums[0]) - 1) > 0.02 { disagreements += 1 }
            }
        }
        #expect(Double(disagreements) < 0.01 * Double(checks), "\(disagreements) of \(checks)")
    }

    @Test("offices are busy before noon, homes in the evening, everybody sleeps at four")
    func dayCurve() throws {
        let traffic = Bench().simulation.traffic
        func load(_ share: Double, _ localHour: Double) -> Double {
            // Simulation time 0 is local noon.
            let values = traffic.basis.values(at: (localHour - 12) * 3_600)
            var vector = LoadBasis.load(peak: 1, businessShare: share, key: 1)
            for lane in LoadBasis.firstWaveLane..<LoadBasis.endLane { vector[lane] = 0 }
            return LoadVector.dot(vector, values)
        }
        #expect(load(1, 10.5) > 0.9 && load(1, 21) < 0.55 && load(1, 4) < 0.3)
        #expect(load(0, 21) > 0.9 && load(0, 10) < 0.6 && load(0, 4) < 0.3)
    }

    @Test("agents say how long they have been up, in hundredths of a second")
    func ticks() throws {
        let bench = Bench()
        let device = try bench.device("cr-futian")
        let first = try #require(device.samples(at: bench.wall(0)).get().first { $0.metric == .octets })
        let second = try #require(device.samples(at: bench.wall(10)).get().first { $0.metric == .octets })
        #expect(second.agentTicks &- first.agentTicks == 1_000)
        #expect(first.agentTicks > 20 * 8_640_000)
    }

    @Test("an exit port that is no link has counters, a planned one does not exist")
    func exits() throws {
        let bench = Bench()
        let bundle = InterfaceReference(device: "pe-dc4", name: "HundredGigE3/0/5")
        #expect(try octets(bench, bundle, .outbound) > 0)
        #expect(bench.interfaces.count == 2 * bench.simulation.inventory.links.count + 7)
    }

    @Test("some connectors are dirty, most are clean")
    func errors() {
        let samples = Bench().backfill(minutes: 1).filter { $0.metric == .errors && $0.direction == .inbound }
        let dirty = Set(samples.filter { $0.payload > 0 }.map(\.subject)).count
        let all = Set(samples.map(\.subject)).count
        #expect(dirty > 0 && dirty < all / 3)
    }
}
