import Collecting
import Mapping
import Metro
import Telemetry
import Testing

@Suite("Series, sources and their ends")
struct LifeTests {
    private static func statuses(_ samples: [Sample]) -> [UInt64] {
        samples.filter { $0.metric == .operationalStatus }.map(\.payload)
    }

    @Test("While a session lives, state and speed are told again, stamped now; a change that was under way comes after")
    func refresh() {
        var converter = Town.converter()
        _ = converter.samples(.status, .text("UP"))
        _ = converter.samples(.speed, .text("SPEED_10GB"))
        _ = converter.samples(.inOctets, .unsigned(1))
        let refreshed = converter.refresh(nowNanoseconds: start + 60 * second)
        #expect(Set(refreshed.map(\.metric)) == [.operationalStatus, .speed])
        #expect(refreshed.allSatisfy { $0.timeNanoseconds == start + 60 * second })
        #expect(converter.refresh(nowNanoseconds: start + 60 * second).isEmpty)
        let change = converter.samples(
            .status, .text("DOWN"), at: start + 59 * second, receivedNanoseconds: start + 61 * second)
        #expect(change.map(\.timeNanoseconds) == [start + 60 * second + 1])
        #expect(change.map(\.payload) == [2])
    }

    @Test("A state that is told less often than the counters is repeated beside them, for as long as it may hold")
    func held() {
        var converter = Town.converter()
        var told: [Int64: [UInt64]] = [:]
        for step in 0..<80 as Range<Int64> {
            let stamp = start + step * second
            converter.tell(.inOctets, .unsigned(UInt64(step)), at: stamp)
            if [0, 10, 20].contains(step) { converter.tell(.status, .text("UP"), at: stamp) }
            converter.messageEnded()
            told[step] = Self.statuses(converter.samples(at: stamp + second / 2))
        }
        // Told once, its cadence is not known; from the second on it is; after 20 it is overdue at 45.
        #expect((1..<10).allSatisfy { told[$0] == [] })
        #expect((10...45).allSatisfy { told[$0] == [1] })
        #expect((46..<80).allSatisfy { told[$0] == [] })
    }

    @Test("A session that says every 10 s that it lives holds the states of counters that come each second")
    func heldBySession() {
        var converter = Town.converter()
        _ = converter.samples(.status, .text("UP"))
        var repeated = 0
        for step in 1..<60 as Range<Int64> {
            let stamp = start + step * second
            if step % 10 == 0, step < 30 { _ = converter.refresh(nowNanoseconds: stamp - second / 2) }
            repeated += Self.statuses(converter.samples(.inOctets, .unsigned(1), at: stamp)).count
        }
        // From the second refresh at 19.5 s for 25 s.
        #expect(repeated == 25)
    }

    @Test("What has ended is not told again: a stale marker, a delete of a leaf or of what is above it")
    func ends() {
        let paths: [ForeignSeries?] = [
            nil, .status, ForeignSeries(tags: [.init("interface_name", "Ethernet1")], field: "/interfaces/interface"),
            ForeignSeries(),
        ]
        for path in paths {
            var converter = Town.converter()
            _ = converter.samples(.status, .text("UP"))
            if let path { converter.delete(under: path) } else { converter.tell(.status, .gone, at: start + second) }
            #expect(converter.samples(at: start + second).isEmpty)
            #expect(converter.refresh(nowNanoseconds: start + 9 * second).isEmpty, "\(path?.description ?? "gone")")
            #expect(converter.account.readings == 1)
            _ = converter.samples(.status, .text("UP"), at: start + 10 * second)
            #expect(converter.refresh(nowNanoseconds: start + 11 * second).count == 1, "it may come again")
        }
    }

    @Test(
        "A delete of something else ends nothing",
        arguments: [
            ForeignSeries(tags: [.init("interface_name", "Ethernet2")], field: "/interfaces/interface"),
            ForeignSeries(field: "/interfaces/inter"), ForeignSeries(group: "other"),
        ])
    func otherEnds(path: ForeignSeries) {
        var converter = Town.converter()
        _ = converter.samples(.status, .text("UP"))
        converter.delete(under: path)
        _ = converter.samples()
        #expect(converter.refresh(nowNanoseconds: start + 9 * second).count == 1)
    }

    @Test("Two sources never mix: the first keeps an interface until it ends")
    func owners() {
        let owners = InterfaceOwners()
        var first = Town.converter(source: .export("edge"), owners: owners)
        var other = Town.converter(source: .export("core"), owners: owners)
        #expect(first.samples(.inOctets, .unsigned(1)).count == 1)
        #expect(other.samples(.inOctets, .unsigned(5)).isEmpty)
        #expect(other.reasons == ["another source told of the interface first": 1])
        #expect(
            other.samples(.openConfig("state/counters/in-octets", interface: "Ethernet2"), .unsigned(5)).count == 1)
        first.release()
        #expect(first.refresh(nowNanoseconds: start + second).isEmpty)
        #expect(other.samples(.inOctets, .unsigned(6), at: start + second).count == 1)
        #expect(first.samples(.inOctets, .unsigned(2), at: start + 2 * second).isEmpty)
        #expect(other.isAccountClosed)
    }

    @Test("Two series of one source that tell the same do not mix either; a new one follows when the old is silent")
    func twins() {
        var converter = Town.converter()
        let twin = ForeignSeries.openConfig("state/counters/in-octets", source: "core-1.example.net")
        _ = converter.samples(.inOctets, .unsigned(1))
        #expect(converter.samples(twin, .unsigned(2), at: start + 10 * second).isEmpty)
        #expect(converter.reasons == ["another series of the source tells the same": 1])
        #expect(converter.samples(twin, .unsigned(3), at: start + 61 * second).count == 1)
        #expect(converter.samples(.inOctets, .unsigned(4), at: start + 62 * second).isEmpty)
    }

    /// Whether two samples of one counter may make a rate.
    private static func haveOneEpoch(_ samples: [Sample]) -> Bool {
        let counters = samples.filter { $0.metric == .octets }
        return counters.count == 2 && counters[0].epoch == counters[1].epoch
    }

    @Test("Two series make no rate together, neither after silence nor after an end; one that comes again does")
    func epochOfTellers() {
        let twin = ForeignSeries.openConfig("state/counters/in-octets", source: "core-1.example.net")
        func pair(_ next: ForeignSeries, after seconds: Int64, isEnded: Bool) -> [Sample] {
            var converter = Town.converter(intervalMilliseconds: 10_000)
            let first = converter.samples(.inOctets, .unsigned(1_000))
            if isEnded { converter.tell(.inOctets, .gone, at: start + second) }
            return first + converter.samples(next, .unsigned(2_000), at: start + seconds * second)
        }
        #expect(!Self.haveOneEpoch(pair(twin, after: 20, isEnded: false)))
        #expect(!Self.haveOneEpoch(pair(twin, after: 10, isEnded: true)))
        #expect(pair(twin, after: 20, isEnded: false).filter { $0.metric == .octets }.count == 2)
        #expect(pair(twin, after: 10, isEnded: true).filter { $0.metric == .octets }.count == 2)
        #expect(Self.haveOneEpoch(pair(.inOctets, after: 10, isEnded: true)))
        #expect(Self.haveOneEpoch(pair(.inOctets, after: 10, isEnded: false)))
    }

    @Test("Two sources make no rate together: a hand-over is a new epoch, and so is the way back")
    func epochOfSources() {
        let owners = InterfaceOwners()
        var first = Town.converter(source: .export("edge"), owners: owners)
        var other = Town.converter(source: .export("core"), owners: owners)
        var samples = first.samples(.inOctets, .unsigned(1))
        first.release()
        samples += first.samples(.inOctets, .unsigned(2), at: start + second)
        #expect(Self.haveOneEpoch(samples), "it goes on by itself")
        first.release()
        samples += other.samples(.inOctets, .unsigned(3), at: start + 2 * second)
        other.release()
        samples += first.samples(.inOctets, .unsigned(4), at: start + 3 * second)
        let epochs = samples.filter { $0.metric == .octets }.map(\.epoch)
        #expect(epochs.count == 4 && Set(epochs.suffix(3)).count == 3)
    }

    @Test("A sender that says it lost more than can be counted leaves the count full")
    func lossWithoutBound() {
        var converter = Town.converter()
        converter.lose(5)
        converter.lose(.max - 2)
        converter.lose(7)
        #expect(converter.account.dropped == .max)
    }

    @Test("A series is the same whatever the order of its tags, with or without module names")
    func names() {
        var converter = Town.converter()
        var other = ForeignSeries.inOctets
        other.tags.reverse()
        other.field = "/oc-if:interfaces/oc-if:interface/state/counters/in-octets"
        #expect(converter.samples(.inOctets, .unsigned(1)).map(\.payload) == [1])
        let later = converter.samples(other, .unsigned(2), at: start + second)
        #expect(later.filter { $0.metric == .octets }.map(\.payload) == [2])
        #expect(converter.reasons.isEmpty)
        #expect(converter.isAccountClosed)
    }

    @Test("What is deleted, told and deleted again in one batch is gone")
    func deletedTwice() {
        var converter = Town.converter()
        for _ in 0..<2 {
            for _ in 0..<3 { converter.delete(under: ForeignSeries(field: "/interfaces")) }
            converter.tell(.status, .text("UP"), at: start)
        }
        for _ in 0..<3 { converter.delete(under: ForeignSeries(field: "/interfaces")) }
        #expect(converter.samples().count == 1)
        #expect(converter.refresh(nowNanoseconds: start + 9 * second).isEmpty)
    }

    @Test("An exposition that is taken back leaves nothing but its problem")
    func rollBack() {
        var converter = Town.converter()
        converter.tell(.inOctets, .unsigned(1), at: start)
        converter.mark()
        converter.tell(.status, .text("UP"), at: start)
        converter.tell(.openConfig("state/mtu"), .unsigned(9_000), at: start)
        converter.lose(7)
        converter.refuse(FormatProblem(line: 3, "found `}`, expected a value"))
        converter.rollBack()
        #expect(converter.samples().map(\.metric) == [.octets])
        #expect(converter.account.readings == 1)
        #expect(converter.account.malformed == 1)
        #expect(converter.account.dropped == 0)
        #expect(converter.isAccountClosed)
    }

    @Test("Series beyond the bound are refused; names that nobody wants make room for others")
    func bound() {
        var converter = Town.converter(maximumSeries: 16)
        for number in 0..<1_000 {
            converter.tell(.openConfig("state/counters/x\(number)"), .unsigned(1), at: start)
        }
        #expect(converter.samples(.inOctets, .unsigned(1)).count == 1)
        #expect(converter.account.unmapped == 1_000)
        for number in 0..<100 {
            var series = ForeignSeries.inOctets
            series.tags.append(.init("label", "\(number)"))
            converter.tell(series, .unsigned(1), at: start + second)
        }
        _ = converter.samples()
        #expect((converter.reasons["too many series"] ?? 0) > 80)
        #expect(converter.isAccountClosed)
    }

    @Test("Labels that change without end cost a bounded number of series")
    func churn() {
        var converter = Town.converter()
        for number in 0..<2_000 {
            var series = ForeignSeries.inOctets
            series.tags.append(.init("label", "\(number)"))
            converter.tell(series, .unsigned(1), at: start + Int64(number) * 100 * second)
        }
        _ = converter.samples(at: start + 200_000 * second)
        #expect(converter.reasons["too many series"] == 976)
        #expect(converter.isAccountClosed)
    }

    @Test("Interfaces of which a session told nothing are named")
    func unseen() {
        var converter = Town.converter()
        #expect(converter.unseenSubjects(of: "pe1") == [0, 2])
        _ = converter.samples(.inOctets, .unsigned(1))
        #expect(converter.unseenSubjects(of: "pe1") == [2])
    }

    @Test("Whatever comes, the account closes, subjects exist, and counters are the numbers that were sent")
    func property() {
        for seed in 1...60 as ClosedRange<UInt64> {
            var random = SeededGenerator(seed: seed)
            var converter = Town.converter(maximumSeries: 200)
            let leaves = [
                "state/counters/in-octets", "state/counters/out-octets", "state/counters/in-errors",
                "state/oper-status", "ethernet/state/port-speed", "state/counters/last-clear", "state/description",
                "state/counters/in-pkts",
            ]
            var sent: Set<UInt64> = []
            var stamp = start
            for _ in 0..<400 {
                let series = ForeignSeries.openConfig(
                    leaves.randomElement(using: &random) ?? "",
                    source: ["pe1", "pe2", "pe9"].randomElement(using: &random) ?? "",
                    interface: ["Ethernet1", "Ethernet2", "Hu0/0/0/1", "lo0"].randomElement(using: &random) ?? "")
                let number = UInt64.random(in: 0 ... .max, using: &random)
                let values: [ForeignValue] = [
                    .unsigned(number), .text("\(number)"), .signed(Int64(bitPattern: number)), .text("UP"), .composite,
                    .double(Double(bitPattern: number)), .boolean(true), .gone, .text("SPEED_10GB"),
                ]
                sent.insert(number)
                if let whole = UInt64(exactly: Double(bitPattern: number)) { sent.insert(whole) }
                stamp += Int64.random(in: -second...3 * second, using: &random)
                let told: Int64? = Int.random(in: 0..<8, using: &random) == 0 ? nil : stamp
                switch Int.random(in: 0..<40, using: &random) {
                case 0: converter.mark()
                case 1: converter.rollBack()
                case 2: converter.delete(under: series)
                case 3: converter.messageEnded()
                case 4: converter.release()
                case 5:
                    for sample in converter.refresh(nowNanoseconds: stamp) { #expect(sample.subject < 4) }
                default: break
                }
                let value = values.randomElement(using: &random) ?? .composite
                converter.tell(series, value, at: told)
                guard Bool.random(using: &random) else { continue }
                for sample in converter.samples(at: stamp - Int64.random(in: 0...9 * second, using: &random)) {
                    #expect(sample.subject < 4)
                    #expect(!sample.metric.isCounter || sent.contains(sample.payload), "seed \(seed): \(sample)")
                }
            }
            _ = converter.samples(at: stamp)
            #expect(converter.isAccountClosed, "seed \(seed): \(converter.account)")
        }
    }
}
