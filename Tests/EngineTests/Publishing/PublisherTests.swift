import Collecting
import Metro
import Synchronization
import Telemetry
import Testing

@testable import Engine

@Suite("Publishing")
struct PublisherTests {
    /// A measured city whose first link's A end is read as the test says.
    private final class City: Sendable {
        let core = EngineCore(SmallCity.measured())
        let asked = Mutex(0)

        /// A poll so many seconds after midnight.
        func read(_ seconds: Int64, octets: UInt64) {
            let now = midnight + seconds * second
            core.lanes.offer(
                .snmp,
                [
                    .gauge(.speed, subject: 0, value: 10_000_000_000, at: now),
                    .counter(
                        .octets, subject: 0, direction: .outbound, value: octets,
                        agentTicks: UInt32(seconds * 100), at: now),
                ])
            core.drain(wallNanoseconds: now, monotonicNanoseconds: seconds * second)
        }

        func picture(_ seconds: Double) -> MetroSnapshot {
            core.snapshot(
                wallNanoseconds: midnight + Int64(seconds * 1e9), monotonicNanoseconds: Int64(seconds * 1e9),
                targets: self.targets(), board: SubjectBoard(interfaces: 5, paths: 2), clock: SimulatedRun.clock)
        }

        private func targets() -> [TargetHealth] {
            asked.withLock { $0 += 1 }
            return ["east", "middle", "west"].map {
                let target = TargetDescription(kind: .snmp, name: $0, address: "192.0.2.1")
                return TargetHealth(target, cadence: .every(milliseconds: 30_000))
            }
        }
    }

    @Test("a picture holds still while the path goes on")
    func holdsStill() {
        let city = City()
        city.read(0, octets: 1_000)
        let before = city.picture(0)
        city.read(30, octets: 5_000)
        let after = city.picture(30)
        #expect(before.links[0].forward.octets == 1_000 && after.links[0].forward.octets == 5_000)
        #expect(before.links[0].forward.utilization == .missing(.awaitingSecondReading))
        #expect(after.links[0].forward.utilization.value != nil)
        #expect(before.pipeline.offered == 2 && after.pipeline.offered == 4)
    }

    @Test("the first picture of an instance that has its last hour knows that hour")
    func preloaded() {
        let city = City()
        #expect(city.picture(0).paths[0].forward.n == 0)
        let hour = (0..<360 as Range<Int64>).flatMap { probe in
            Direction.oneWay.map { direction in
                Sample.delay(
                    subject: 0, direction: direction, nanoseconds: 300_000, uncertaintyNanoseconds: 1_000,
                    flags: .clockShared, at: midnight - (360 - probe) * 10 * second)
            }
        }
        city.core.preload(hour)
        city.core.publish()
        let first = city.picture(0.02)
        #expect(first.paths[0].forward.n == 360)
        #expect(first.paths[0].forward.p99.value != nil)
        #expect(first.paths[0].verdict == .met)
        #expect(first.pipeline.windowsLate == 0)
    }

    @Test("counters are of each picture; verdicts, and what collectors say, of a judgement once a second")
    func judgements() {
        let city = City()
        var pictures: [MetroSnapshot] = []
        for tick in 0...20 {
            if tick == 5 { city.read(0, octets: 77) }
            pictures.append(city.picture(Double(tick) / 10))
        }
        #expect(pictures.map(\.sequence) == (1...21).map { UInt64($0) })
        #expect(
            pictures.map(\.judgement) == [1, 1, 1, 1, 1] + Array(repeating: 2, count: 10)
                + Array(repeating: 3, count: 6),
            "one when the data begins, and one a second")
        #expect(city.asked.withLock { $0 } == 3)
        #expect(pictures[4].links[0].forward.octets == nil && pictures[5].links[0].forward.octets == 77)
        #expect(pictures[4].pipeline.stored == 0 && pictures[5].pipeline.stored == 2)
    }

    @Test("a clock that goes back by more than a minute is judged at once")
    func setback() {
        let city = City()
        city.read(3_600, octets: 9)
        let before = city.picture(3_600)
        city.core.drain(wallNanoseconds: midnight, monotonicNanoseconds: 3_600 * second)
        let after = city.core.snapshot(
            wallNanoseconds: midnight, monotonicNanoseconds: 3_600 * second + 1, targets: [],
            board: SubjectBoard(interfaces: 5, paths: 2), clock: SimulatedRun.clock)
        #expect(after.judgement == before.judgement + 1 && after.pipeline.clockSetbacks == 1)
        #expect(after.links[0].forward.octets == nil)
    }

    @Test("the last hour is fetched for the row that is looked at: sixty minutes, gaps where nothing was read")
    func lastHour() async throws {
        let run = SimulatedRun(SmallCity.setup(), preloadMinutes: 30)
        await run.start()
        await run.step(nanoseconds: 10 * second)
        run.drain()
        let picture = run.snapshot()
        await run.stop()
        let minutes = picture.links[0].forward.minuteUtilization.values
        #expect(minutes.count == 60 && minutes.prefix(29).allSatisfy { $0.isNaN })
        #expect(minutes.suffix(28).allSatisfy { (0.0...1.05).contains($0) }, "\(minutes)")
        let delays = picture.paths[0].forward.minutes.values
        #expect(delays.count == 60 && delays.prefix(29).allSatisfy { $0.received == 0 && $0.p50.isNaN })
        #expect(delays.suffix(28).allSatisfy { $0.received > 0 && $0.p99 >= $0.p50 })
        let histogram = picture.paths[0].forward.histogram.values
        #expect(histogram.reduce(0) { $0 + $1.count } == picture.paths[0].forward.n)
    }
}
