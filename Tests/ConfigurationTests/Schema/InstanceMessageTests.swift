import Metro
import Testing

@testable import Configuration

@Suite("Probes, their form and who sends them")
struct InstanceMessageTests {
    /// The valid document, with an instance that measures its path.
    private static let instance = "instances:\n  - {id: site-east, command: ssh east haomiao probe}\n"
    private static func text(path: String = "", reflector: String = "", instances: String = instance) -> String {
        Sample.valid.replacing("length: otdr}", with: "length: otdr\(path)}")
            .replacing("stamp: {host: \"2001:db8::3\"", with: "stamp: {host: \"2001:db8::3\"\(reflector)")
            .replacing("collectors:\n", with: instances + "collectors:\n")
    }

    @Test("What a path and its reflector say of probes arrives in the inventory")
    func values() throws {
        let text = Self.text(
            path: ", dscp: ef, size: 64, instance: site-east", reflector: ", key: {env: KEY}, extensions: true")
        let loaded = try ConfigurationLoader.load(text: text, file: "m.yaml")
        #expect(loaded.warnings == [])
        let path = try #require(loaded.inventory.path("p1"))
        #expect(path.dscp == 46 && path.probeBytes == 64 && path.instance == "site-east")
        #expect(
            loaded.inventory.device("probe")?.stamp
                == STAMPAccess(host: "2001:db8::3", key: .environment("KEY"), hasExtensions: true))
        #expect(
            loaded.inventory.instances == [
                ProbeInstance(id: "site-east", command: ["ssh", "east", "haomiao", "probe"])
            ])
    }

    @Test("A command is a list of words, or a text that is taken apart at its spaces")
    func commands() throws {
        let list = "instances:\n  - {id: site-east, command: [ssh, \"a b\", -T]}\n"
        let loaded = try ConfigurationLoader.load(
            text: Self.text(path: ", instance: site-east", instances: list), file: "m.yaml")
        #expect(loaded.inventory.instances.first?.command == ["ssh", "a b", "-T"])
    }

    @Test("What PTP cannot see is a setting of all paths")
    func settings() throws {
        let text = Sample.valid.replacing(
            "snmp: {period: 30s}", with: "stamp: {ptp_asymmetry: 250ns}")
        let stamp = try ConfigurationLoader.load(text: text, file: "m.yaml").collectors.stamp
        #expect(stamp.ptpAsymmetryNanoseconds == 250)
    }

    static let cases: [(String, [String])] = [
        (
            text(path: ", dscp: EE", instances: ""),
            [
                "m.yaml:16: paths[0].dscp: found \"EE\", "
                    + "expected a code point from 0 to 63, or its name such as EF, AF41 or CS6"
            ]
        ),
        (
            text(path: ", dscp: 64", instances: ""),
            [
                "m.yaml:16: paths[0].dscp: found 64, "
                    + "expected a code point from 0 to 63, or its name such as EF, AF41 or CS6"
            ]
        ),
        (
            text(path: ", size: 43", instances: ""),
            ["m.yaml:16: paths[0].size: found 43, expected a whole number from 44 to 8972"]
        ),
        (
            text(reflector: ", key: hunter2", instances: ""),
            [
                "m.yaml:12: devices[2].stamp.key: found a secret written in the file, expected {env: NAME} or "
                    + "{file: PATH}; a secret stands in the environment or in a file of mode 0600; "
                    + "leave the key out where the reflector asks for none"
            ]
        ),
        (
            text(path: ", instance: site-est"),
            [
                "m.yaml:16: paths[0].instance: found the unknown instance \"site-est\", "
                    + "expected the id of an instance; did you mean \"site-east\"?",
                "m.yaml:18: warning: instances[0]: found an instance that no path names, "
                    + "expected instance: site-east at a path; it is never started",
            ]
        ),
        (
            text(),
            [
                "m.yaml:18: warning: instances[0]: found an instance that no path names, "
                    + "expected instance: site-east at a path; it is never started"
            ]
        ),
        (
            text(path: ", instance: site-east", instances: "instances:\n  - {id: site-east}\n"),
            [
                "m.yaml:18: instances[0].command: found nothing, expected a command as [ssh, -o, BatchMode=yes, site, "
                    + "haomiao, probe, --paths, -, --json], or in one text"
            ]
        ),
        (
            text(path: ", instance: s", instances: "instances:\n  - {id: s, command: ssh east 'haomiao probe'}\n"),
            [
                "m.yaml:18: instances[0].command: found \"ssh east 'haomiao probe'\", expected words and spaces alone; "
                    + "no shell reads it: write a list where an argument needs such a character"
            ]
        ),
        (
            text(path: ", instance: site-east").replacing("\"2001:db8::3\"", with: "127.0.0.1"),
            [
                "m.yaml:16: warning: paths[0].instance: found a reflector at 127.0.0.1, expected an address of the "
                    + "reflector as that instance sees it; the instance would ask the host that it runs on"
            ]
        ),
        (
            text(path: ", instance: site-east", reflector: ", key: {file: keys/probe}"),
            [
                "m.yaml:16: warning: paths[0].instance: found a reflector whose key is in \"keys/probe\", expected an "
                    + "absolute path or a variable; the instance reads the key itself, from the folder that it is "
                    + "started in"
            ]
        ),
        (
            text(path: ", instance: site-east").replacing("reflector: probe, ", with: "method: oduk, "),
            [
                "m.yaml:16: paths[0].instance: found \"site-east\", expected no instance where method is oduk",
                "m.yaml:16: warning: paths[0].method: found \"oduk\", expected stamp or round_trip, or an export, "
                    + "unless collectors.simulator is enabled; nothing measures the path",
            ]
        ),
    ]

    @Test("What cannot be, or makes no sense, is said at its line", arguments: cases)
    func messages(text: String, messages: [String]) {
        let said = Sample.messages(text)
        #expect(said.sorted() == messages.sorted())
        #expect(!said.contains { $0.contains("hunter") })
    }
}
