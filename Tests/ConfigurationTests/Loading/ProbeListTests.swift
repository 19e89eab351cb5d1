import Metro
import Testing

@testable import Configuration

@Suite("The list of what an instance measures")
struct ProbeListTests {
    private static let full = ProbeList(
        entries: [
            ProbeList.Entry(id: "a", access: STAMPAccess(host: "192.0.2.9")),
            ProbeList.Entry(
                id: "城东-1",
                access: STAMPAccess(
                    host: "2001:db8::9", port: 1862, key: .file("/etc/haomiao/a \"key\""), hasExtensions: true),
                clock: .shared, intervalMilliseconds: 20, codePoint: 46, probeBytes: 1_400, floorKilometres: 24.6),
            ProbeList.Entry(id: "no", access: STAMPAccess(host: "probe.example", port: 1, key: .environment("KEY"))),
        ])

    @Test("What is written is what is read")
    func roundTrip() throws {
        #expect(try ProbeList.load(text: Self.full.text, file: "-") == Self.full)
        #expect(try ProbeList.load(text: ProbeList(entries: []).text, file: "-") == ProbeList(entries: []))
    }

    @Test("JSON is taken too, and the rest by default")
    func json() throws {
        let text = #"{"version": 1, "paths": [{"id": "a", "target": "192.0.2.9"}]}"#
        #expect(
            try ProbeList.load(text: text, file: "-")
                == ProbeList(entries: [ProbeList.Entry(id: "a", access: STAMPAccess(host: "192.0.2.9"))]))
    }

    @Test(
        "A target is a host or an address, with or without its port",
        arguments: [
            ("192.0.2.9", "192.0.2.9", 862), ("192.0.2.9:7", "192.0.2.9", 7), ("probe.example:7", "probe.example", 7),
            ("2001:db8::9", "2001:db8::9", 862), ("[2001:db8::9]", "2001:db8::9", 862),
            ("[2001:db8::9]:7", "2001:db8::9", 7),
        ] as [(String, String, UInt16)])
    func targets(text: String, host: String, port: UInt16) throws {
        let list = try ProbeList.load(text: "version: 1\npaths: [{id: a, target: \"\(text)\"}]", file: "-")
        #expect(list.entries.first?.access == STAMPAccess(host: host, port: port))
    }

    @Test(
        "What is wrong is said at its line",
        arguments: [
            ("", "-:1: (document): found nothing, expected a mapping with version, paths"),
            ("version: 2\npaths: []", "-:1: version: found 2, expected 1"),
            ("version: 1", "-:1: paths: found nothing, expected a list of paths"),
            (
                "version: 1\npaths:\n  - {id: a, target: \"192.0.2.9:99999\"}",
                "-:3: paths[0].target: found \"192.0.2.9:99999\", "
                    + "expected HOST:PORT of a reflector, as 192.0.2.9:862 or [2001:db8::9]:862"
            ),
            (
                "version: 1\npaths:\n  - {id: a, target: a, interval: 1ms}",
                "-:3: paths[0].interval: found \"1ms\", expected a duration with its unit from 10ms to 1m"
            ),
            (
                "version: 1\npaths:\n  - {id: a, target: a}\n  - {id: a, target: b}",
                "-:4: paths[1].id: found \"a\" again (first at line 3), expected a path id that stands once"
            ),
        ])
    func messages(text: String, message: String) {
        #expect {
            try ProbeList.load(text: text, file: "-")
        } throws: { ($0 as? ConfigurationInvalid)?.description == message }
    }

    @Test("No text traps, whatever is cut out of it or changed in it")
    func mutations() {
        var random = SplitMix64(state: 5)
        let seed = Array(Self.full.text.utf8)
        for _ in 0..<2_000 {
            var bytes = seed
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                default: bytes.insert(contentsOf: [58, 32, 91, 123].shuffled(using: &random), at: place)
                }
            }
            _ = try? ProbeList.load(text: String(decoding: bytes, as: UTF8.self), file: "-")
        }
    }
}
