import Mapping
import Testing

@testable import Exports

struct RemoteWriteDecoderTests {
    private func read(_ bytes: [UInt8], into log: inout ReadingLog) {
        var decoder = RemoteWriteDecoder()
        #expect(decoder.decode(bytes.span, isEnd: true, into: &log) == bytes.count)
    }

    private func read(_ bytes: [UInt8]) -> ReadingLog {
        var log = ReadingLog(seed: SeriesSeed(high: 1, low: 2))
        read(bytes, into: &log)
        return log
    }

    private static let octets = ForeignSeries(
        group: "ifHCInOctets", tags: [.init("instance", "pe1"), .init("ifName", "Eth1")])

    @Test("Labels become group and tags, values keep their bits, milliseconds become nanoseconds")
    func series() {
        let log = read(
            RemoteWrite.request {
                $0.series(Self.octets, [(1_700_000_000_123, 0x1.5p70), (1_700_000_000_124, .infinity)])
            })
        #expect(
            log.entries == [
                .init(series: Self.octets, value: .double(0x1.5p70), stampNanoseconds: 1_700_000_000_123_000_000),
                .init(series: Self.octets, value: .double(.infinity), stampNanoseconds: 1_700_000_000_124_000_000),
            ])
        #expect(log.messages == 1)
        #expect(log.problems.isEmpty)
    }

    @Test("Samples come on as they were sent, out of order and twice")
    func order() {
        let log = read(RemoteWrite.request { $0.series(Self.octets, [(5, 1), (3, 2), (3, 2), (4, 9)]) })
        #expect(log.entries.map(\.stampNanoseconds) == [5_000_000, 3_000_000, 3_000_000, 4_000_000])
    }

    @Test("Prometheus' stale marker ends a series; another NaN is a value")
    func stale() {
        let log = read(
            RemoteWrite.request {
                $0.series(
                    Self.octets,
                    [(1, Double(bitPattern: 0x7FF0_0000_0000_0002)), (2, Double(bitPattern: 0x7FF8_0000_0000_0001))])
            })
        #expect(log.entries.first?.value == .gone)
        guard case .double(let value)? = log.entries.last?.value else {
            Issue.record("no number")
            return
        }
        #expect(value.isNaN)
    }

    @Test("Labels may stand behind the samples, and in between")
    func lateLabels() {
        let log = read(
            WireWriter.message {
                $0.message(1) {
                    $0.label("__name__", "ifHCInOctets")
                    $0.label("instance", "pe1")
                    $0.sample(7, 1.5)
                    $0.label("ifName", "Eth1")
                }
            })
        #expect(log.entries == [.init(series: Self.octets, value: .double(1.5), stampNanoseconds: 7_000_000)])
    }

    @Test("A label without a value is none; text that is not UTF-8 is kept as replacements")
    func oddLabels() {
        let log = read(
            WireWriter.message {
                $0.message(1) {
                    $0.label("__name__", "x")
                    $0.label("empty", "")
                    $0.message(1) {
                        $0.text(1, "gbk")
                        $0.bytes(2, [0x41, 0xBA])
                    }
                    $0.sample(1, 1)
                }
            })
        #expect(log.entries.first?.series == ForeignSeries(group: "x", tags: [.init("gbk", "A\u{FFFD}")]))
    }

    @Test("Series whose labels share their bytes but not their bounds keep apart")
    func bounds() {
        let log = read(
            RemoteWrite.request {
                $0.series(ForeignSeries(group: "m", tags: [.init("a", "bc")]), [(1, 1)])
                $0.series(ForeignSeries(group: "m", tags: [.init("ab", "c")]), [(1, 2)])
                $0.series(ForeignSeries(group: "m", tags: [.init("a", "bc")]), [(2, 3)])
            })
        #expect(log.entries.map { $0.series.tags[0].key } == ["a", "ab", "a"])
    }

    @Test("A native histogram is a reading that no sample holds, or the end of its series; exemplars and metadata none")
    func histograms() {
        let log = read(
            WireWriter.message {
                $0.message(1) {
                    $0.label("__name__", "delay")
                    $0.message(3) { $0.double(2, 1) }
                    $0.message(4) {
                        $0.number(1, 17)
                        $0.double(3, 2.5)
                        $0.number(15, 9)
                    }
                    $0.message(4) {
                        $0.fixed64(3, 0x7FF0_0000_0000_0002)
                        $0.number(15, 10)
                    }
                }
                $0.message(3) { $0.text(2, "delay") }
            })
        #expect(log.entries.map(\.value) == [.composite, .gone])
        #expect(log.entries.map(\.stampNanoseconds) == [9_000_000, 10_000_000])
    }

    @Test("A stamp beyond 64 bits of nanoseconds lies far off, never near")
    func farStamps() {
        let log = read(RemoteWrite.request { $0.series(Self.octets, [(.max, 1), (.min, 1), (-1, 1)]) })
        #expect(log.entries.map(\.stampNanoseconds) == [.max, .min, -1_000_000])
    }

    @Test("A request that cannot be read is refused as a whole")
    func refusals() {
        let good = RemoteWrite.request { $0.series(Self.octets, [(1, 1)]) }
        let cut = read(good + [0x0A, 0x7F])
        #expect(cut.entries.isEmpty)
        #expect(
            cut.problems.map(\.description) == [
                "byte \(good.count + 1), WriteRequest field 1: 127 bytes announced, 0 are there"
            ])
        let newer = read(WireWriter.message { $0.text(4, "__name__") })
        #expect(
            newer.problems.map(\.description) == ["byte 1, WriteRequest field 4: remote write 2.0, expected 1.0"])
        #expect(newer.messages == 1)
    }

    @Test("Nothing is taken before the whole message is there")
    func pieces() {
        let bytes = RemoteWrite.request { $0.series(Self.octets, [(1, 1)]) }
        var log = ReadingLog()
        var decoder = RemoteWriteDecoder()
        #expect(decoder.decode(bytes.span, isEnd: false, into: &log) == 0)
        #expect(log.messages == 0)
    }

    @Test("No message traps it, whatever was done to it, and every one is told of")
    func mutations() {
        let original = RemoteWrite.request {
            $0.series(Self.octets, [(1_700_000_000_123, 1), (1_700_000_000_124, 2)])
            $0.series(ForeignSeries(group: "m", tags: [.init("a", "bc")]), [(1, 1)])
        }
        var random = SeededMutation(20_261_121)
        var log = ReadingLog(seed: SeriesSeed(high: 1, low: 2))
        for round in 1...5_000 {
            read(random.mutate(original), into: &log)
            #expect(log.messages == round)
        }
        #expect(log.problems.count > 500)
        #expect(log.entries.count > 500)
    }
}

/// WriteRequest messages for tests.
enum RemoteWrite {
    static func request(_ fill: (inout WireWriter) -> Void) -> [UInt8] { WireWriter.message(fill) }
}

extension WireWriter {
    mutating func label(_ name: String, _ value: String) {
        message(1) {
            $0.text(1, name)
            $0.text(2, value)
        }
    }

    mutating func sample(_ milliseconds: Int64, _ value: Double) {
        message(2) {
            $0.double(1, value)
            $0.number(2, signed: milliseconds)
        }
    }

    mutating func series(_ series: ForeignSeries, _ samples: [(milliseconds: Int64, value: Double)]) {
        message(1) {
            $0.label("__name__", series.group)
            for tag in series.tags { $0.label(tag.key, tag.value) }
            for sample in samples { $0.sample(sample.milliseconds, sample.value) }
        }
    }
}
