import Foundation
import Mapping
import Metro
import Testing

@testable import haomiao

@Suite("What haomiao map prints")
struct MapReportTests {
    private static func report(_ told: [(device: String, field: String)], limit: Int = 40) -> MapReport {
        let inventory = Inventory(
            city: LocalizedName(english: "Town"), sites: [],
            devices: [Device(id: "pe1", name: LocalizedName(english: "pe1"))],
            links: [
                Link(
                    id: "l1", a: InterfaceReference(device: "pe1", name: "Ethernet1"),
                    b: InterfaceReference(device: "pe1", name: "Ethernet2"))
            ], version: "1")
        let interfaces = [
            SubjectDirectory.Interface(reference: InterfaceReference(device: "pe1", name: "Ethernet1"), subject: 0)
        ]
        var preview = MappingPreview(
            Converter(
                source: .export("edge"), mappings: NameMapping.presets,
                directory: SubjectDirectory(inventory: inventory, interfaces: interfaces), owners: InterfaceOwners()))
        for (number, (device, field)) in told.enumerated() {
            let series = ForeignSeries(
                group: "interface", tags: [.init("agent_host", device), .init("ifName", "Ethernet1")], field: field)
            let place = preview.place(of: SeriesKey(high: 1, low: UInt64(number))) { series }
            preview.take(place, .unsigned(7), stampNanoseconds: 1_763_164_800_000_000_000)
        }
        return MapReport(preview, limit: limit)
    }

    @Test("Matches come first, then what does not match by reason, then what nobody wants, then the sums")
    func text() {
        let report = Self.report([
            ("pe1", "ifHCInOctets"), ("pe2", "ifHCInOctets"), ("pe1", "ifMtu"), ("pe1", "ifType"),
        ])
        #expect(
            report.text == """
                matches (1 series):
                  pe1:Ethernet1 in_octets (counter, octets) by if-mib-telegraf = 7  \
                from interface{agent_host="pe1",ifName="Ethernet1"} ifHCInOctets
                does not match: device not in the inventory (1 series):
                  pe2 (did you mean "pe1"?)  from interface{agent_host="pe2",ifName="Ethernet1"} ifHCInOctets
                no rule knows (2 series):
                  interface{agent_host="pe1",ifName="Ethernet1"} ifMtu
                  interface{agent_host="pe1",ifName="Ethernet1"} ifType
                4 series: 1 match, 1 do not, 2 unknown to the mappings; 4 readings: 1 usable, 1 not, 2 unmapped; \
                0 malformed

                """)
        #expect(!report.isClean)
    }

    @Test("It is clean where something matches and nothing that the mappings know does not")
    func clean() {
        #expect(Self.report([("pe1", "ifHCInOctets"), ("pe1", "ifMtu")]).isClean)
        #expect(!Self.report([("pe1", "ifMtu")]).isClean)
        #expect(!Self.report([]).isClean)
    }

    @Test("A long list is cut and says so; JSON has all of it")
    func limit() {
        let report = Self.report([("pe1", "ifMtu"), ("pe1", "ifType"), ("pe1", "ifSpeed")], limit: 1)
        #expect(report.text.contains("  … 2 more (--limit)\n"))
        #expect(report.json.components(separatedBy: "\"outcome\" : \"unmapped\"").count == 4)
        #expect(report.json.contains("\"schema\" : \"haomiao.map/1\""))
    }
}
