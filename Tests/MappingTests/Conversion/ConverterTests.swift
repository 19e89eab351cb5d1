import Collecting
import Mapping
import Metro
import Telemetry
import Testing

struct ConverterTests {
    @Test("Counters of OpenConfig become samples of the link's interface, with ticks of the exporter's stamps")
    func counters() {
        var converter = Town.converter()
        converter.tell(.inOctets, .unsigned(1_000), at: start)
        converter.tell(.outOctets, .text("18446744073709551615"), at: start)
        let samples = converter.samples()
        let ticks = UInt32(truncatingIfNeeded: start / 10_000)
        #expect(
            samples == [
                .counter(
                    .octets, subject: 0, direction: .inbound, value: 1_000, agentTicks: ticks, flags: .fineTicks,
                    at: start),
                .counter(
                    .octets, subject: 0, direction: .outbound, value: .max, agentTicks: ticks, flags: .fineTicks,
                    at: start),
            ])
        #expect(converter.account.samples == 2)
        #expect(converter.account.lagNanoseconds == second / 2)
    }

    @Test("Speed and status stand before the counters of their message, whatever their order in it")
    func order() {
        var converter = Town.converter()
        converter.tell(.inOctets, .unsigned(1), at: start)
        converter.tell(.status, .text("UP"), at: start)
        converter.tell(.speed, .text("SPEED_100GB"), at: start)
        converter.messageEnded()
        let samples = converter.samples()
        #expect(samples.map(\.metric) == [.operationalStatus, .speed, .octets])
        #expect(samples.map(\.payload) == [1, 100_000_000_000, 1])
    }

    @Test("A series that no rule knows is unmapped and costs no sample")
    func unmapped() {
        var converter = Town.converter()
        #expect(converter.samples(.openConfig("state/counters/in-pkts"), .unsigned(1)).isEmpty)
        #expect(converter.account.unmapped == 1)
        #expect(converter.isAccountClosed)
    }

    @Test("Streamed at 1 s, rates come once two intervals have told the cadence")
    func cadence() throws {
        var converter = Town.converter()
        let aggregator = Aggregator(
            settings: AggregationSettings(limitNanoseconds: []), interfaces: 4, paths: 1)
        for step in 0..<10 as Range<Int64> {
            let stamp = start + step * second
            converter.tell(.speed, .text("SPEED_10GB"), at: stamp)
            converter.tell(.inOctets, .unsigned(UInt64(step) * 1_000_000), at: stamp)
            aggregator.ingest(converter.samples(at: stamp + second / 10).span, wallNanoseconds: stamp + second / 10)
        }
        aggregator.publish()
        let now = start + 9 * second + second / 5
        let interface = try #require(aggregator.reader.interface(0, now: now))
        #expect(interface.inbound.octetsPerSecond.value == 1_000_000)
        #expect(aggregator.dropped == DropCounts())
    }
}
