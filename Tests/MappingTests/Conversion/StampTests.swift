import Collecting
import Mapping
import Metro
import Telemetry
import Testing

@Suite("Truth in conversion: stamps and clocks")
struct StampTests {
    @Test("The same stamp again and an older one are counted, and make no sample")
    func orderOfStamps() {
        var converter = Town.converter()
        let samples = [5, 5, 3, 6].flatMap { step in
            converter.samples(
                .inOctets, .unsigned(UInt64(step)), at: start + step * second, receivedNanoseconds: start + 7 * second)
        }
        #expect(samples.filter { $0.metric == .octets }.map(\.payload) == [5, 6])
        #expect(converter.reasons == ["the same time stamp again": 1, "older than the newest of its series": 1])
        #expect(converter.isAccountClosed)
    }

    @Test("What bears no stamp was measured when it was received", arguments: [nil, 0] as [Int64?])
    func noStamp(stamp: Int64?) {
        var converter = Town.converter()
        let samples = converter.samples(.inOctets, .unsigned(1), at: stamp, receivedNanoseconds: start + 3)
        #expect(samples.map(\.timeNanoseconds) == [start + 3])
        #expect(samples.map(\.agentTicks) == [UInt32(truncatingIfNeeded: (start + 3) / 10_000)])
        #expect(converter.account.lagNanoseconds == nil)
    }

    @Test("A clock ahead of ours is placed by ours, and intervals stay those of its stamps")
    func clockAhead() {
        var converter = Town.converter()
        let ahead = 3_600 * second
        var times: [Int64] = []
        var ticks: [UInt32] = []
        for step in 0..<4 as Range<Int64> {
            // Delivery takes 0, 30, 10 and 20 ms.
            let received = start + step * second + [0, 30_000_000, 10_000_000, 20_000_000][Int(step)]
            let samples = converter.samples(
                .inOctets, .unsigned(UInt64(step)), at: start + ahead + step * second, receivedNanoseconds: received)
            for sample in samples where sample.metric == .octets {
                times.append(sample.timeNanoseconds)
                ticks.append(sample.agentTicks)
            }
        }
        #expect(times == (0..<4).map { start + $0 * second })
        #expect(zip(ticks, ticks.dropFirst()).allSatisfy { $1 &- $0 == 100_000 })
        #expect(converter.account.clockAheadNanoseconds == ahead)
        #expect(converter.reasons.isEmpty)
    }

    @Test("A clock within 2 s ahead is taken at its word")
    func clockNearlyRight() {
        var converter = Town.converter()
        let samples = converter.samples(
            .inOctets, .unsigned(1), at: start + 2 * second, receivedNanoseconds: start)
        #expect(samples.map(\.timeNanoseconds) == [start + 2 * second])
        #expect(converter.account.clockAheadNanoseconds == nil)
    }

    @Test("A clock that is set right goes back, and once that lasts its readings are taken as newer all the same")
    func clockSetBack() {
        var converter = Town.converter()
        _ = converter.samples(
            .inOctets, .unsigned(1), at: start + 3_600 * second, receivedNanoseconds: start)
        let taken = (1...4 as ClosedRange<Int64>).map { step in
            let time = start + step * 10 * second
            return converter.samples(.inOctets, .unsigned(2), at: time, receivedNanoseconds: time)
                .filter { $0.metric == .octets }.map(\.timeNanoseconds)
        }
        #expect(taken == [[], [], [start + 30 * second], [start + 40 * second]])
        #expect(converter.account.clockAheadNanoseconds == nil)
        #expect(converter.reasons == ["older than the newest of its series": 2])
    }

    @Test("What comes late or twice from a clock ahead does not set it back: the order of its stamps still counts")
    func lateFromAhead() {
        var converter = Town.converter()
        let ahead = 1_800 * second
        var samples = converter.samples(
            .inOctets, .unsigned(100), at: start + 100 * second + ahead, receivedNanoseconds: start + 100 * second)
        // Again what the broker has kept, as fast as it can.
        for step in 0..<20 as Range<Int64> {
            samples += converter.samples(
                .inOctets, .unsigned(UInt64(80 + step)), at: start + (80 + step) * second + ahead,
                receivedNanoseconds: start + 101 * second + step)
        }
        samples += converter.samples(
            .inOctets, .unsigned(102), at: start + 102 * second + ahead, receivedNanoseconds: start + 102 * second)
        let counters = samples.filter { $0.metric == .octets }
        #expect(counters.map(\.payload) == [100, 102])
        #expect(counters.map(\.timeNanoseconds) == [start + 100 * second, start + 102 * second])
        #expect(converter.reasons == ["older than the newest of its series": 20])
    }

    @Test("No rate goes across a clock that jumps ahead or falls back by seconds", arguments: [5, -5] as [Int64])
    func jump(by seconds: Int64) {
        var converter = Town.converter()
        let before = seconds > 0 ? 0 : 60 * second
        let epochs = (0..<6 as Range<Int64>).flatMap { step in
            let received = start + step * 10 * second
            let lead = before + (step < 3 ? 0 : seconds * second)
            return converter.samples(
                .inOctets, .unsigned(UInt64(step)), at: received + lead, receivedNanoseconds: received
            ).filter { $0.metric == .octets }.map(\.epoch)
        }
        #expect(epochs.count == 6)
        #expect(Set(epochs.prefix(3)).count == 1 && Set(epochs.suffix(3)).count == 1)
        #expect(epochs.count == 6 && epochs[2] != epochs[3])
    }

    @Test("One device's clock is not another's")
    func twoClocks() {
        var converter = Town.converter()
        converter.tell(.inOctets, .unsigned(1), at: start + 100 * second)
        converter.tell(
            .openConfig("state/counters/in-octets", source: "pe2", interface: "HundredGigE0/0/0/1"), .unsigned(1),
            at: start - second)
        #expect(converter.samples(at: start).map(\.timeNanoseconds) == [start, start - second])
    }

    @Test(
        "A stamp before 1970 or over 1 h ahead is refused by itself, and says nothing of the clock",
        arguments: [.min, -5, start + 3_601 * second, 4_102_444_800 * second, .max] as [Int64])
    func wrongStamp(stamp: Int64) {
        var converter = Town.converter()
        converter.tell(.inOctets, .unsigned(1), at: start - second)
        converter.tell(.outOctets, .unsigned(2), at: stamp)
        converter.take(
            ForeignDelay(
                stampNanoseconds: stamp, source: "dc1", destination: "dc2", method: "stamp", delayNanoseconds: 1,
                uncertaintyNanoseconds: 1))
        let samples = converter.samples(at: start)
        #expect(samples.map(\.timeNanoseconds) == [start - second])
        #expect(samples.map(\.payload) == [1])
        #expect(converter.account.clockAheadNanoseconds == nil)
        #expect(converter.account.lagNanoseconds == second)
        #expect(converter.reasons == ["a time stamp before 1970, or over 1 h ahead of our clock": 2])
        #expect(converter.samples(.outOctets, .unsigned(3), at: start + second).map(\.payload) == [3])
        #expect(converter.isAccountClosed)
    }

    @Test("A source behind is taken as it is, and its lag is told")
    func behind() {
        var converter = Town.converter()
        let samples = converter.samples(.inOctets, .unsigned(1), at: start, receivedNanoseconds: start + 90 * second)
        #expect(samples.map(\.timeNanoseconds) == [start])
        #expect(converter.account.lagNanoseconds == 90 * second)
    }

    @Test("Stamps at the ends of time do no harm", arguments: [.max, .max - 1, 1] as [Int64])
    func extremes(stamp: Int64) {
        var converter = Town.converter()
        _ = converter.samples(.inOctets, .unsigned(1), at: stamp, receivedNanoseconds: start)
        _ = converter.samples(.inOctets, .unsigned(2), at: start, receivedNanoseconds: start)
        _ = converter.samples(.inOctets, .unsigned(3), at: stamp, receivedNanoseconds: 1)
        #expect(converter.isAccountClosed)
    }

    @Test("The cadence is told before the counters: learned from two intervals, or as configured at once")
    func cadence() {
        func periods(_ configured: Int?, _ steps: [Int64]) -> [[UInt64]] {
            var converter = Town.converter(intervalMilliseconds: configured)
            return steps.map { step in
                let samples = converter.samples(.inOctets, .unsigned(UInt64(step)), at: start + step * second / 10)
                #expect(samples.last?.metric == .octets)
                return samples.filter { $0.metric == .period }.map(\.payload)
            }
        }
        #expect(periods(nil, [0, 10, 20, 30]) == [[], [], [1_000_000_000], []])
        #expect(periods(nil, [0, 10, 70, 130]) == [[], [], [], [6_000_000_000]])
        #expect(periods(5_000, [0, 50]) == [[5_000_000_000], []])
        // 100 ms, then 1 s; told again after five minutes.
        #expect(periods(nil, [0, 1, 2, 12, 22]) == [[], [], [100_000_000], [], [1_000_000_000]])
        #expect(periods(nil, [0, 1_000, 2_000, 5_000]).last == [100_000_000_000])
    }

    @Test("A delay is of the path that names the export, in its direction; late ones keep their time")
    func delays() {
        var converter = Town.converter()
        func delay(_ from: String, _ to: String, _ nanoseconds: Int64?, method: String = "stamp") -> ForeignDelay {
            ForeignDelay(
                stampNanoseconds: start - 4 * second, source: from, destination: to, method: method,
                delayNanoseconds: nanoseconds, uncertaintyNanoseconds: 40)
        }
        for item in [
            delay("dc1", "dc2", 600_000), delay("pe2", "pe1", -5), delay("dc2", "dc1", nil),
            delay("dc1", "dc3", 1), delay("dc1", "dc2", 1, method: "oduk"), delay("dc1", "dc2", 3_600_000_000_001),
        ] { converter.take(item) }
        let time = start - 4 * second
        #expect(
            converter.samples(at: start) == [
                .delay(
                    subject: 0, direction: .forward, nanoseconds: 600_000, uncertaintyNanoseconds: 40, at: time),
                .delay(subject: 0, direction: .backward, nanoseconds: -5, uncertaintyNanoseconds: 40, at: time),
                .lost(subject: 0, direction: .backward, at: time),
            ])
        #expect(
            converter.reasons == ["no path of this export between these ends": 2, "a delay beyond ±1 h": 1])
        #expect(
            converter.account.refused.first?.example == "dc1 → dc3 (stamp); did you mean \"dc1\"?")
        #expect(converter.isAccountClosed)
    }

    @Test("Paths that another export brings, or several at once, take no delay")
    func pathsOfOthers() {
        func path(_ id: PathID, _ export: ExportID?) -> MeasuredPath {
            MeasuredPath(id: id, a: "dc1", b: "dc2", layer: .ip, method: .stamp, export: export)
        }
        func reasons(_ paths: [MeasuredPath]) -> [String: UInt64] {
            var converter = Town.converter(Town.inventory(paths: paths))
            converter.take(
                ForeignDelay(
                    stampNanoseconds: start, source: "dc1", destination: "dc2", method: "stamp", delayNanoseconds: 1,
                    uncertaintyNanoseconds: 1))
            #expect(converter.samples(at: start).isEmpty)
            return converter.reasons
        }
        #expect(reasons([path("p1", "core")]) == ["no path of this export between these ends": 1])
        #expect(reasons([path("p1", nil)]) == ["no path of this export between these ends": 1])
        #expect(
            reasons([path("p1", "edge"), path("p2", "edge")]) == ["several paths of this export between these ends": 1])
    }
}
