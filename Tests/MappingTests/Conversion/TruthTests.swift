import Collecting
import Mapping
import Metro
import Telemetry
import Testing

@Suite("Truth in conversion: values")
struct TruthTests {
    static let counters: [(ForeignValue, UInt64?, String)] = [
        (.unsigned(.max), .max, ""),
        (.unsigned(1 << 53 + 1), 1 << 53 + 1, ""),
        (.signed(5), 5, ""),
        (.signed(-1), nil, "negative"),
        (.text("18446744073709551615"), .max, ""),
        (.text("18446744073709551616"), nil, "over 64 bits"),
        (.text("9007199254740993"), 9_007_199_254_740_993, ""),
        (.text("1e3"), 1_000, ""),
        (.text("0x10"), nil, "no number"),
        (.text(""), nil, "no number"),
        (.text("-3"), nil, "negative"),
        (.text("nan"), nil, "not a number (NaN)"),
        (.double(1e15), 1_000_000_000_000_000, ""),
        (.double(0.5), nil, "a counter with a fraction"),
        (.double(-0.0), 0, ""),
        (.double(.nan), nil, "not a number (NaN)"),
        (.double(.infinity), nil, "infinite"),
        (.double(-.infinity), nil, "infinite"),
        (.double(0x1p64), nil, "over 64 bits"),
        (.double(0x1p63), 1 << 63, ""),
        (.boolean(true), nil, "no number"),
        (.composite, nil, "a list, an object or bytes"),
    ]

    @Test("A counter is the whole number that was written, or refused with the reason", arguments: counters)
    func counter(value: ForeignValue, expected: UInt64?, reason: String) {
        var converter = Town.converter()
        let samples = converter.samples(.inOctets, value)
        #expect(samples.map(\.payload) == (expected.map { [$0] } ?? []))
        #expect(converter.reasons == (reason.isEmpty ? [:] : [reason: 1]))
        #expect(converter.isAccountClosed)
    }

    @Test("A floating-point counter over 2⁵³ is taken, and it is said that its exporter rounds")
    func rounding() {
        var converter = Town.converter()
        _ = converter.samples(.inOctets, .double(0x1p53))
        #expect(converter.notes.isEmpty)
        #expect(converter.samples(.inOctets, .double(0x1p60), at: start + second).map(\.payload) == [1 << 60])
        #expect(
            converter.notes == [
                "the exporter rounds counters over 2^53 (it writes them as floating-point numbers): their last digits "
                    + "are lost before us; first seen at pe1:Ethernet1 in_octets"
            ])
    }

    static let states: [(ForeignValue, UInt64?)] = [
        (.text("UP"), 1), (.text("down"), 2), (.text("LOWER_LAYER_DOWN"), 7), (.text("lowerLayerDown"), 7),
        (.text("not-present"), 6), (.text("openconfig-interfaces:TESTING"), 3), (.text("im-state-up"), 1),
        (.unsigned(5), 5), (.double(1), 1), (.text("2"), 2), (.unsigned(0), nil), (.unsigned(8), nil),
        (.text("sideways"), nil), (.double(1.5), nil), (.double(.nan), nil), (.composite, nil),
    ]

    @Test("A state is one of IF-MIB's seven", arguments: states)
    func state(value: ForeignValue, expected: UInt64?) {
        var converter = Town.converter()
        let samples = converter.samples(.status, value)
        #expect(samples.map(\.payload) == (expected.map { [$0] } ?? []))
        #expect(samples.allSatisfy { $0.metric == .operationalStatus })
        #expect(converter.isAccountClosed)
    }

    static let speeds: [(ForeignValue, NameMapping.Unit, UInt64?)] = [
        (.text("SPEED_100GB"), .bitsPerSecond, 100_000_000_000),
        (.text("openconfig-if-ethernet:SPEED_2500MB"), .bitsPerSecond, 2_500_000_000),
        (.text("SPEED_UNKNOWN"), .bitsPerSecond, 0),
        (.text("100G"), .bitsPerSecond, 100_000_000_000),
        (.text("10Gbps"), .bitsPerSecond, 10_000_000_000),
        (.text("400000"), .megabitsPerSecond, 400_000_000_000),
        (.unsigned(100_000), .megabitsPerSecond, 100_000_000_000),
        (.double(2.5), .gigabitsPerSecond, 2_500_000_000),
        (.unsigned(1_250_000_000), .octetsPerSecond, 10_000_000_000),
        // Bit/s where Mbit/s was promised.
        (.unsigned(10_000_000_000), .megabitsPerSecond, nil),
        (.unsigned(.max), .gigabitsPerSecond, nil),
        (.text("fast"), .bitsPerSecond, nil),
        (.signed(-1), .bitsPerSecond, nil),
        (.double(.infinity), .bitsPerSecond, nil),
    ]

    @Test("A speed comes out in bit/s, or not at all", arguments: speeds)
    func speed(value: ForeignValue, unit: NameMapping.Unit, expected: UInt64?) {
        let own = NameMapping(
            id: "own", devices: [.init("source")], interfaces: [.init("port")],
            rules: [.init(field: "speed", .speed, unit, .gauge)])
        var converter = Town.converter(mappings: [own])
        let series = ForeignSeries(tags: [.init("source", "pe1"), .init("port", "Ethernet1")], field: "speed")
        #expect(converter.samples(series, value).map(\.payload) == (expected.map { [$0] } ?? []))
        #expect(converter.isAccountClosed)
    }

    private static func octets(_ unit: NameMapping.Unit, _ kind: NameMapping.Kind) -> (Converter, ForeignSeries) {
        let own = NameMapping(
            id: "own", devices: [.init("source")], interfaces: [.init("port")],
            rules: [.init(field: "rx", .inOctets, unit, kind)])
        return (
            Town.converter(mappings: [own]),
            ForeignSeries(tags: [.init("source", "pe1"), .init("port", "Ethernet1")], field: "rx")
        )
    }

    @Test("Bits are counted in whole octets: what is left over is never lost twice")
    func bits() {
        var (converter, series) = Self.octets(.bits, .counter)
        let values = [15, 16, 17, 25].enumerated().map { step, bits in
            converter.samples(series, .unsigned(UInt64(bits)), at: start + Int64(step) * second).last?.payload
        }
        #expect(values == [1, 2, 2, 3])
    }

    @Test("A 32-bit counter says so, and beyond 32 bits it is refused")
    func counter32() {
        var (converter, series) = Self.octets(.octets, .counter32)
        #expect(converter.samples(series, .unsigned(0xFFFF_FFFF)).map(\.flags) == [[.counter32, .fineTicks]])
        #expect(converter.samples(series, .unsigned(1 << 32), at: start + second).isEmpty)
        #expect(converter.reasons == ["a 32-bit counter over 32 bits": 1])
    }

    @Test("A gauge of Mbit/s becomes octets whose rate is the gauge")
    func rates() {
        var (converter, series) = Self.octets(.megabitsPerSecond, .gauge)
        var octets: [UInt64] = []
        for (step, rate) in [80.0, 80, 0, 0.000_01].enumerated() {
            let samples = converter.samples(series, .double(rate), at: start + Int64(step) * 10 * second)
            octets += samples.filter { $0.metric == .octets }.map(\.payload)
        }
        #expect(octets == [0, 100_000_000, 100_000_000, 100_000_012])
        #expect(converter.samples(series, .double(-1), at: start + 50 * second).isEmpty)
        converter.tell(series, .gone, at: start + 60 * second)
        #expect(converter.samples(series, .double(800), at: start).isEmpty, "an older stamp, after its end")
        #expect(converter.reasons == ["negative": 1, "older than the newest of its series": 1])
    }

    @Test("Counters that were cleared start a new epoch; the first word of when they were does not")
    func lastClear() {
        var converter = Town.converter()
        func epoch(_ step: Int64) -> UInt32 {
            let samples = converter.samples(.inOctets, .unsigned(UInt64(step)), at: start + step * second)
            return samples.last { $0.metric == .octets }?.epoch ?? .max
        }
        func clear(_ value: ForeignValue, _ step: Int64) {
            #expect(converter.samples(.lastClear, value, at: start + step * second).isEmpty)
        }
        #expect(epoch(1) == 0)
        clear(.unsigned(UInt64(start - 5_000 * second)), 2)
        #expect(epoch(3) == 0)
        clear(.unsigned(UInt64(start - 5_000 * second)), 4)
        #expect(epoch(5) == 0)
        clear(.text("2025-11-15T00:00:06Z"), 6)
        #expect(epoch(7) == 1)
        clear(.text("2025-11-15T08:00:06.000+08:00"), 8)
        #expect(epoch(9) == 1, "the same instant in another zone")
        clear(.text("yesterday"), 10)
        #expect(converter.reasons == ["no instant": 1])
        #expect(converter.isAccountClosed)
    }

    @Test("What was cleared after the last reading breaks the rate, though we hear of it for the first time")
    func firstClear() {
        var converter = Town.converter()
        #expect(converter.samples(.inOctets, .unsigned(100))[0].epoch == 0)
        _ = converter.samples(.lastClear, .unsigned(UInt64(start + second)), at: start + 2 * second)
        #expect(converter.samples(.inOctets, .unsigned(200), at: start + 3 * second)[0].epoch == 1)
    }

    @Test("An alias is told once, safe for a terminal, and is no sample")
    func alias() {
        var converter = Town.converter()
        let series = ForeignSeries.openConfig("state/description")
        converter.tell(series, .text("to DC2\u{1B}[2J"), at: start)
        converter.tell(series, .text("to DC2\u{1B}[2J"), at: start + second)
        let (samples, findings) = converter.convert(receivedNanoseconds: start + second)
        #expect(samples.isEmpty)
        #expect(
            findings == [
                .interface(subject: 0, facts: InterfaceFacts(ifIndex: 0, alias: "to DC2\u{FFFD}[2J")),
                .interfaceMissing(subject: 0, reason: nil),
            ])
        #expect(converter.account.samples == 2)
    }

    @Test("Of the lanes of a transceiver the weakest counts; no light and nonsense are reasons, not figures")
    func optics() {
        func told(_ powers: [Double]) -> Reading<Double>? {
            var converter = Town.converter()
            for (lane, power) in powers.enumerated() {
                let series = ForeignSeries(
                    tags: [
                        .init("source", "pe1"), .init("component_name", "Ethernet1"), .init("channel_index", "\(lane)"),
                    ],
                    field: "/components/component/transceiver/physical-channels/channel/state/input-power/instant")
                converter.tell(series, .double(power), at: start)
            }
            for case .optics(0, let optics?) in converter.convert(receivedNanoseconds: start).findings.reversed() {
                return optics.receivedPowerDBm
            }
            return nil
        }
        #expect(told([-2, -3.5, -1]) == .known(-3.5))
        #expect(told([-2, -40]) == .missing(.noLight))
        #expect(told([-.infinity]) == .missing(.noLight))
        #expect(told([70]) == .missing(.implausible))
        #expect(told([.nan]) == nil)
    }
}
