import Mapping
import Telemetry
import Testing

@Suite("Names of series")
struct MappedSeriesTests {
    @Test("A series told under two keys is one: neither is refused, and a reading told twice is told once")
    func twoKeys() {
        var converter = Town.converter()
        var other = ForeignSeries.inOctets
        other.tags.reverse()
        other.field = "/oc-if:interfaces/oc-if:interface/state/counters/in-octets"
        #expect(converter.samples(.inOctets, .unsigned(1)).map(\.payload) == [1])
        let later = converter.samples(other, .unsigned(2), at: start + second)
        #expect(later.filter { $0.metric == .octets }.map(\.payload) == [2])
        #expect(converter.samples(.inOctets, .unsigned(2), at: start + second).isEmpty)
        #expect(converter.isAccountClosed)
    }

    @Test("An atomic notification leaves out what is gone, and goes on counting what it tells")
    func atomic() {
        var converter = Town.converter()
        for (round, leaves) in [[ForeignSeries.status, .inOctets], [.inOctets], [.inOctets]].enumerated() {
            let stamp = start + Int64(round) * second
            converter.delete(under: ForeignSeries(field: "/interfaces/interface"))
            for leaf in leaves {
                converter.tell(leaf, leaf == .status ? .text("UP") : .unsigned(UInt64(round)), at: stamp)
            }
            converter.messageEnded()
            let samples = converter.samples(at: stamp)
            #expect(samples.filter { $0.metric == .octets }.map(\.payload) == [UInt64(round)])
        }
        #expect(converter.refresh(nowNanoseconds: start + 9 * second).isEmpty, "the status is gone")
    }

    @Test("Deletes of routes end nothing of an interface, not even with its name")
    func otherDeletes() {
        var converter = Town.converter()
        _ = converter.samples(.status, .text("UP"))
        for tag in [ForeignSeries.Tag("ipv4-entry_prefix", "192.0.2.0/24"), .init("interface_name", "Ethernet1")] {
            converter.delete(
                under: ForeignSeries(tags: [tag], field: "/network-instances/network-instance/afts"))
        }
        _ = converter.samples()
        #expect(converter.refresh(nowNanoseconds: start + 9 * second).count == 1)
    }
}
