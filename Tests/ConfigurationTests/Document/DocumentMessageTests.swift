import Testing

@testable import Configuration

@Suite("A text that is no sound YAML document")
struct DocumentMessageTests {
    static let head = "version: 1\ncity: x\n"

    static let texts: [(String, [String])] = [
        (
            "",
            [
                "m.yaml:1: (file): found an empty file, expected a configuration; "
                    + "the smallest useful one is Docs/examples/five-minutes.yaml"
            ]
        ),
        (
            "# only a comment\n",
            [
                "m.yaml:1: (file): found an empty file, expected a configuration; "
                    + "the smallest useful one is Docs/examples/five-minutes.yaml"
            ]
        ),
        (
            "- a\n- b\n",
            [
                "m.yaml:1: (document): found a list of 2, expected a mapping with version, city, province, time_zone, "
                    + "operators, sites, devices, links, paths, instances, exports, mappings, collectors, indicators, console, "
                    + "simulator"
            ]
        ),
        (
            "version: 1\ncity: [x\n",
            [
                "m.yaml:3: (document): found a syntax error at column 1 (while parsing a flow sequence from line 2: "
                    + "did not find expected ',' or ']'), expected YAML"
            ]
        ),
        (
            "version: 1\ncity: a * b * c: d\n",
            [
                "m.yaml:2: (document): found a syntax error at column 16 (mapping values are not allowed in this "
                    + "context), expected YAML"
            ]
        ),
        (
            "version: 1\ncity: x\nsites:\n\t- id: a\n\t- id: b\n",
            [
                "m.yaml:4: (document): found a tab in the indentation, expected spaces only",
                "m.yaml:5: (document): found a tab in the indentation, expected spaces only",
            ]
        ),
        (
            "version: 1\ncity: x\n---\nversion: 1\n",
            ["m.yaml:3: (document): found a second document, expected one document a file"]
        ),
        (
            "version: 1\ncity: a\u{1B}[31mb\nprovince: \u{7}\n",
            [
                "m.yaml:2: (file): found the character U+001B, expected printable characters, spaces and line ends",
                "m.yaml:3: (file): found the character U+0007, expected printable characters, spaces and line ends",
            ]
        ),
        (
            "version: 1\ncity: *nowhere\n",
            [
                "m.yaml:2: (document): found the alias *nowhere, expected an alias of an anchor that stands before it"
            ]
        ),
        (
            "version: 1\ncity: &a [*a]\n",
            ["m.yaml:2: (document): found the alias *a, expected an alias of an anchor that stands before it"]
        ),
    ]

    @Test("is refused with the line", arguments: texts)
    func refused(_ text: String, messages: [String]) {
        #expect(Sample.messages(text) == messages)
    }

    @Test("Bytes that are not UTF-8 are refused, each line named")
    func encoding() {
        // 临江 in GB18030.
        let bytes = Array("version: 1\ncity: ".utf8) + [0xC1, 0xD9, 0xBD, 0xAD] + Array("\nprovince: ".utf8) + [0xFF]
        let report = Report(file: "m.yaml")
        #expect(throws: ConfigurationInvalid.self) {
            try ConfigurationLoader.load(bytes, file: "m.yaml", report: report)
        }
        let tail =
            "found bytes that are not UTF-8, expected UTF-8 text; "
            + "convert it, for example with: iconv -f GB18030 -t UTF-8"
        #expect(
            report.diagnostics.map(\.description) == ["m.yaml:2: (file): \(tail)", "m.yaml:3: (file): \(tail)"])
    }

    @Test("A byte order mark and the line ends of other systems are read, and lines counted as editors do")
    func lineEnds() throws {
        let text = "\u{FEFF}version: 1\r\ncity: x\rtime_zone: Asia/Tokyo\r\n"
        let loaded = try ConfigurationLoader.load(text: text, file: "m.yaml")
        #expect(loaded.inventory.timeZone == "Asia/Tokyo")
        #expect(Sample.messages(text + "nonsense: 1\r\n").first?.hasPrefix("m.yaml:4: nonsense: ") == true)
    }

    @Test("More than 16 MiB are refused")
    func size() {
        let bytes = [UInt8](repeating: UInt8(ascii: "#"), count: SourceText.byteLimit + 1)
        let report = Report(file: "m.yaml")
        #expect(SourceText.checked(bytes, report: report) == nil)
        #expect(
            report.diagnostics.map(\.description) == [
                "m.yaml:1: (file): found 16777217 bytes, expected at most 16777216 bytes (16 MiB)"
            ])
    }

    @Test("Text is text: no, 0123, 1e3 and ~ in quotes are ids as they are written")
    func yamlTraps() throws {
        let text = """
            version: 1
            city: no
            sites: [{id: no}, {id: 0123}, {id: 1e3}, {id: 2027-01-01}, {id: "~"}, {id: !!str null}, {id: 12:30:45_}]
            """
        let ids = ["no", "0123", "1e3", "2027-01-01", "~", "null"]
        let loaded = try ConfigurationLoader.load(
            text: text.replacing(", {id: 12:30:45_}", with: ""), file: "m.yaml")
        #expect(loaded.inventory.city.english == "no")
        #expect(loaded.inventory.sites.map(\.id.text) == ids)
        #expect(
            Sample.messages(text) == [
                "m.yaml:3: sites[6].id: found \"12:30:45_\", "
                    + "expected an id of 1 to 64 characters without spaces, ':' and ','"
            ])
    }

    @Test("An anchor can be used again, with the line of its alias")
    func aliases() throws {
        let text = """
            version: 1
            city: x
            sites:
              - {id: a, coordinates: &here {latitude: 30, longitude: 120}}
              - {id: b, coordinates: *here}
            """
        let loaded = try ConfigurationLoader.load(text: text, file: "m.yaml")
        #expect(loaded.inventory.sites[1].coordinates == loaded.inventory.sites[0].coordinates)
        #expect(loaded.inventory.sites[1].coordinates?.latitude == 30)
        #expect(
            Sample.messages(text.replacing("30,", with: "100,")) == [
                "m.yaml:4: sites[0].coordinates.latitude: found 100, expected a number of degrees from -90 to 90",
                "m.yaml:4: sites[1].coordinates.latitude: found 100, expected a number of degrees from -90 to 90",
            ])
    }

    @Test("Stars that are no aliases stay")
    func stars() throws {
        let loaded = try ConfigurationLoader.load(
            text: "version: 1\ncity: a * b *c\nprovince: '*d' # *e\n", file: "m.yaml")
        #expect(loaded.inventory.city.english == "a * b *c")
        #expect(loaded.inventory.province?.english == "*d")
    }
}

@Suite("Keys that stand twice")
struct DuplicateKeyTests {
    @Test("are all reported, with path and line, beside every other error")
    func all() {
        let text = """
            version: 1
            city: x
            "city": y
            sites:
              - id: a
                'name': A
                name: B
                name: C
                coordinates:
                  latitude: 91
                  longitude: 1
                  latitude: 2
            sites: []
            """
        #expect(
            Sample.messages(text) == [
                "m.yaml:3: city: found the same key again (first at line 2), expected each key once",
                "m.yaml:7: sites[0].name: found the same key again (first at line 6), expected each key once",
                "m.yaml:8: sites[0].name: found the same key again (first at line 6), expected each key once",
                "m.yaml:10: sites[0].coordinates.latitude: found 91, expected a number of degrees from -90 to 90",
                "m.yaml:12: sites[0].coordinates.latitude: found the same key again (first at line 10), "
                    + "expected each key once",
                "m.yaml:13: sites: found the same key again (first at line 4), expected each key once",
            ])
    }

    @Test("are reported where the key is no plain text")
    func complexKeys() {
        let messages = Sample.messages("version: 1\ncity: x\n? [a]\n: 1\n? [a]\n: 2\n")
        #expect(messages.count == 2)
        #expect(messages.first?.hasPrefix("m.yaml:3: [a]: found an unknown key") == true)
        #expect(messages.last?.hasPrefix("m.yaml:5: (a list or mapping): found an unknown key") == true)
    }

    @Test("are given up on after a bound")
    func bound() {
        let lines = (0..<200).map { "x\($0): 1\nx\($0): 2" }
        let messages = Sample.messages("version: 1\ncity: x\n" + lines.joined(separator: "\n"))
        #expect(messages.count == YAMLComposer.duplicateLimit + 1)
        #expect(
            messages.first == "m.yaml:3: (document): found a key that stands again in the same mapping, "
                + "expected each key once")
    }
}

@Suite("Bombs")
struct BombTests {
    @Test("Aliases of aliases end at a bound")
    func billionLaughs() {
        var text = "version: 1\ncity: x\nsites:\n  - &a0 {id: a}\n"
        for level in 1...30 {
            let references = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "  - &a\(level) [\(references)]\n"
        }
        let messages = Sample.messages(text)
        #expect(
            messages == [
                "m.yaml:11: (document): found more than 4000000 values with aliases expanded, expected fewer aliases"
            ])
    }

    @Test("A bomb used as a key ends too")
    func key() {
        var text = "version: 1\ncity: x\na0: &a0 [x]\n"
        for level in 1...30 { text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        #expect(!Sample.messages(text + "? *a30\n: 1\n? [*a30]\n: 2\n").isEmpty)
    }

    @Test("Deep nesting ends at a bound, by brackets and by aliases", arguments: [31, 100, 999, 2_000])
    func depth(_ levels: Int) {
        let brackets = String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        #expect(!Sample.messages("version: 1\ncity: \(brackets)\n").isEmpty)
        var chain = "version: 1\ncity: x\nprovince:\n  - &a0 [x]\n"
        for level in 1...levels { chain += "  - &a\(level) [*a\(level - 1)]\n" }
        #expect(!Sample.messages(chain).isEmpty)
        #expect(!Sample.messages("version: 1\ncity:\n  " + String(repeating: "- ", count: levels) + "x\n").isEmpty)
    }
}
