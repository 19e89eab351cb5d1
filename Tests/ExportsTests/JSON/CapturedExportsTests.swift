import Exports
import Mapping
import Metro
import Telemetry
import Testing

/// One scripted run of a target, written by gnmic in four formats at once.
@Suite(.enabled(if: Corpus.root != nil, "skipped: no corpus (HAOMIAO_CORPUS)"))
struct CapturedExportsTests {
    private func readings(_ name: String, as format: ExportSource.Format) throws -> ReadingLog {
        let log = decoded(AnyExportDecoder(format), try Corpus.bytes("captured-here/" + name))
        #expect(log.problems.isEmpty)
        #expect(!log.entries.isEmpty)
        return log
    }

    /// A reading without what only gnmic knows: subscription and address of the session.
    private func bare(_ entry: ReadingLog.Entry) -> ReadingLog.Entry {
        var entry = entry
        entry.series.group = ""
        entry.series.tags.removeAll { ["source", "subscription-name"].contains($0.key) }
        entry.series.tags.sort { $0.key < $1.key }
        // JSON has no sign to tell.
        if case .signed(let value) = entry.value, value >= 0 { entry.value = .unsigned(UInt64(value)) }
        return entry
    }

    /// By stamp and series: gnmic wrote the files at once, each in an order of its own among records of one stamp.
    private func sorted(_ log: ReadingLog) -> [ReadingLog.Entry] {
        log.entries.map(bare).sorted {
            ($0.stampNanoseconds ?? 0, "\($0.series)", "\($0.value)")
                < ($1.stampNanoseconds ?? 0, "\($1.series)", "\($1.value)")
        }
    }

    @Test("event, json and protojson tell the same readings and the same deletes")
    func readings() throws {
        let event = try readings("gnmic-event.json", as: .gnmicEvent)
        let json = try readings("gnmic-json.json", as: .gnmicJSON)
        let proto = try readings("gnmic-protojson.json", as: .gnmicProtoJSON)
        for other in [event, json] {
            #expect(other.entries.count == proto.entries.count)
            for (left, right) in zip(sorted(other), sorted(proto)) { #expect(left == right) }
            #expect(other.deletes.map(\.field) == ["/interfaces/interface"])
            #expect(other.deletes.map { $0["interface_name"] } == ["GigabitEthernet0/1/0.100"])
        }
        // `event` and `json` do not say that a notification was atomic: what it replaces is told by protojson alone.
        #expect(proto.deletes.map(\.field) == ["/interfaces/interface", "/components/component/transceiver/state"])
        #expect(event.entries.contains { $0.value == .unsigned(.max) }, "2⁶⁴ − 1 stands in the run")
    }

    @Test("All four formats make the same samples; Prometheus, which holds last values, the last ones")
    func samples() throws {
        let event = try samples("gnmic-event.json", as: .gnmicEvent)
        let json = try samples("gnmic-json.json", as: .gnmicJSON)
        let proto = try samples("gnmic-protojson.json", as: .gnmicProtoJSON)
        #expect(event.count > 40)
        #expect(Set(event) == Set(json) && event.count == json.count)
        #expect(Set(event) == Set(proto) && event.count == proto.count)

        let last = try samples("gnmic-prometheus.txt", as: .prometheus)
        #expect(last.count == 4, "octets of two interfaces in two directions")
        for sample in last {
            let same = try #require(
                event.last {
                    $0.subject == sample.subject && $0.metric == sample.metric && $0.direction == sample.direction
                })
            #expect(same.payload == sample.payload)
            // Prometheus stamps are whole milliseconds.
            #expect(same.timeNanoseconds / 1_000_000 == sample.timeNanoseconds / 1_000_000)
        }
    }

    private func samples(_ name: String, as format: ExportSource.Format) throws -> [Sample] {
        let names = ["HundredGigE0/0/0/0", "GigabitEthernet0/1/0.100"]
        let ends = names.map { InterfaceReference(device: "pe1", name: $0) }
        let inventory = Inventory(
            city: LocalizedName(english: "Town"),
            sites: [Site(id: "dc1", name: LocalizedName(english: "DC1"), coordinates: nil, roles: [])],
            devices: [
                Device(id: "pe1", name: LocalizedName(english: "pe1"), site: "dc1", interfacesFrom: .anyExport)
            ],
            links: [Link(id: "l1", a: ends[0], b: ends[1])], paths: [], version: "1")
        var converter = Converter(
            source: .export("gnmic"), mappings: NameMapping.presets,
            directory: SubjectDirectory(
                inventory: inventory,
                interfaces: ends.enumerated().map { .init(reference: $1, subject: UInt32($0)) }),
            owners: InterfaceOwners())
        var decoder = AnyExportDecoder(format)
        let bytes = try Corpus.bytes("captured-here/" + name)
        #expect(decoder.decode(bytes.span, isEnd: true, into: &converter) == bytes.count)
        // A second after the last stamp.
        let samples = converter.convert(receivedNanoseconds: 1_795_227_260_527_265_330).samples
        #expect(converter.account.malformed == 0)
        return samples
    }
}
