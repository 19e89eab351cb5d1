import Foundation
import Glibc
import Metro
import Testing

@testable import Configuration

@Suite("Loading a configuration")
struct LoaderTests {
    /// A folder of its own, removed at the end.
    private func inFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "haomiao-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    private func messages(path: String) -> [String] {
        do {
            return try ConfigurationLoader.load(path: path).warnings.map(\.description)
        } catch {
            return error.diagnostics.map(\.description)
        }
    }

    @Test("A missing file, a directory and a pipe are each named")
    func unreadable() throws {
        try inFolder { folder in
            let missing = folder.appending(path: "metro.yaml").path
            #expect(
                messages(path: missing) == [
                    "\(missing):1: (file): found no such file, expected a file that can be read"
                ])
            #expect(
                messages(path: folder.path) == [
                    "\(folder.path):1: (file): found a directory, expected a file; "
                        + "name the file in it, for example metro.yaml"
                ])
            let pipe = folder.appending(path: "pipe").path
            #expect(mkfifo(pipe, 0o600) == 0)
            #expect(
                messages(path: pipe) == ["\(pipe):1: (file): found something that is no regular file, expected a file"])
        }
    }

    @Test("The words for what the system refuses")
    func systemErrors() {
        #expect(FileContent.problem(ENOENT).found == "no such file")
        #expect(FileContent.problem(EACCES).found == "a file without permission to read")
        #expect(FileContent.problem(EACCES).suggestion == "check its owner and mode")
        #expect(FileContent.problem(ELOOP).found == "the error \"Too many levels of symbolic links\"")
    }

    @Test("A file that this user may not read is named", .enabled(if: geteuid() != 0, "root may read everything"))
    func permission() throws {
        try inFolder { folder in
            let file = folder.appending(path: "metro.yaml")
            try Data(Sample.valid.utf8).write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: 0o000], ofItemAtPath: file.path)
            #expect(
                messages(path: file.path) == [
                    "\(file.path):1: (file): found a file without permission to read, "
                        + "expected a file that can be read; check its owner and mode"
                ])
        }
    }

    @Test("Control characters of a file's name do not reach a message")
    func fileName() {
        #expect(
            messages(path: "/nowhere/\u{1B}[31m.yaml") == [
                "/nowhere/\u{FFFD}[31m.yaml:1: (file): found no such file, expected a file that can be read"
            ])
    }

    @Test("The version of the inventory changes with the content and with nothing else")
    func version() throws {
        let first = try ConfigurationLoader.load(text: Sample.valid, file: "a.yaml").inventory.version
        let same = try ConfigurationLoader.load(text: Sample.valid, file: "b.yaml").inventory.version
        let other = try ConfigurationLoader.load(
            text: Sample.valid.replacing("fibre_km: 20", with: "fibre_km: 21"), file: "a.yaml"
        ).inventory.version
        #expect(first == same)
        #expect(first != other)
        // Published FNV-1a test vectors.
        #expect(ContentHash.of([]) == "cbf29ce484222325")
        #expect(ContentHash.of(Array("foobar".utf8)) == "85944171f73967e8")
    }

    @Test("Relative paths are taken from the folder of the file")
    func relativePaths() throws {
        let text = Sample.valid.replacing("theme: dark", with: "theme: my.yaml")
            .replacing("{host: 192.0.2.1}", with: "{host: 192.0.2.1, community: {file: secret}}")
        for (file, folder) in [("/etc/haomiao/metro.yaml", "/etc/haomiao/"), ("metro.yaml", ""), ("/m.yaml", "/")] {
            let loaded = try ConfigurationLoader.load(text: text, file: file)
            #expect(loaded.console.theme == .file("\(folder)my.yaml"))
            #expect(loaded.inventory.device("pe1")?.snmp?.security == .community(.file("\(folder)secret")))
        }
    }

    @Test("Settings of a collector hold where device and path say nothing")
    func defaults() throws {
        let text = Sample.valid.replacing(
            "snmp: {period: 30s}", with: "snmp: {period: 10s, retries: 2}\n  stamp: {interval: 20ms}")
        let loaded = try ConfigurationLoader.load(text: text, file: "m.yaml")
        #expect(loaded.inventory.device("pe1")?.snmp?.periodMilliseconds == 10_000)
        #expect(loaded.inventory.device("pe1")?.snmp?.retries == 2)
        #expect(loaded.inventory.device("pe1")?.snmp?.security == .community(nil))
        #expect(loaded.inventory.path("p1")?.probeIntervalMilliseconds == 20)
        #expect(loaded.inventory.device("probe")?.stamp?.port == 862)
    }

    @Test("One SNMPv3 user stands for every device that names no other")
    func user() throws {
        let user = """
            user: {name: ops, authentication: {algorithm: SHA-256, password: {env: A}}, \
            privacy: {algorithm: AES-256, password: {file: p}, key_extension: reeder}, context: vrf1, \
            context_engine_id: "0x80001f8804"}
            """
        let text = Sample.valid.replacing(
            "snmp: {period: 30s}", with: "snmp: {\(user), mapping: ifalias, in_flight: 4}")
        let loaded = try ConfigurationLoader.load(text: text, file: "/etc/m.yaml")
        let access = try #require(loaded.inventory.device("pe1")?.snmp)
        #expect(
            access.security
                == .user(
                    USMUserReference(
                        name: "ops", authentication: .init(.sha256, password: .environment("A")),
                        privacy: .init(.aes256, password: .file("/etc/p"), keyExtension: .reeder),
                        contextName: "vrf1", contextEngineID: [0x80, 0x00, 0x1F, 0x88, 0x04])))
        #expect(access.mapping == .alias && access.inFlight == 4)
    }

    @Test("Ten thousand links load, and as many dangling references are reported up to the bound")
    func large() throws {
        var text = "version: 1\ncity: x\nsites: [{id: a}]\ndevices:\n"
        for index in 0..<1_000 { text += "  - {id: d\(index), site: a, snmp: {host: 192.0.2.1}}\n" }
        text += "links:\n"
        for index in 0..<10_000 {
            text += "  - {id: l\(index), a: \"d\(index % 1_000):e\(index)\", b: \"d\(index * 7 % 1_000):f\(index)\"}\n"
        }
        let loaded = try ConfigurationLoader.load(text: text, file: "m.yaml")
        #expect(loaded.inventory.links.count == 10_000)
        #expect(loaded.warnings == [])
        let messages = Sample.messages(text.replacing("a: \"d", with: "a: \"x"))
        #expect(messages.count == Report.limit + 1)
        #expect(
            messages.last == "m.yaml:1: (document): found 9000 more errors, expected none; they are not listed")
    }
}

@Suite("Looking for the configuration")
struct LocatorTests {
    private func find(_ explicit: String?, _ environment: [String: String], _ files: Set<String>) throws -> String? {
        try ConfigurationLocator.find(explicit: explicit, environment: environment) { files.contains($0) }
    }

    @Test("The command line goes before the user's folder, that before the system's, and then comes the demo")
    func order() throws {
        let all: Set = [
            "/x", "/xdg/haomiao/metro.yaml", "/home/u/.config/haomiao/metro.yaml", "/etc/haomiao/metro.yaml",
        ]
        let environment = ["XDG_CONFIG_HOME": "/xdg", "HOME": "/home/u"]
        #expect(try find("/x", environment, all) == "/x")
        #expect(try find(nil, environment, all) == "/xdg/haomiao/metro.yaml")
        #expect(try find(nil, ["HOME": "/home/u"], all) == "/home/u/.config/haomiao/metro.yaml")
        #expect(
            try find(nil, ["HOME": "/home/u", "XDG_CONFIG_HOME": "relative"], all)
                == "/home/u/.config/haomiao/metro.yaml")
        #expect(try find(nil, [:], all) == "/etc/haomiao/metro.yaml")
        #expect(try find(nil, environment, []) == nil)
    }

    @Test("A file that was asked for and is not there is an error, never the demo")
    func explicit() {
        #expect {
            try find("/y", [:], ["/etc/haomiao/metro.yaml"])
        } throws: { error in
            (error as? ConfigurationInvalid)?.description
                == "/y:1: (file): found no such file, expected a file that can be read; "
                + "leave --config out for the demo metro"
        }
    }
}

@Suite("A theme file")
struct ThemeFileTests {
    @Test("is a flat mapping of roles to styles; the items of a list are joined")
    func flat() throws {
        let yaml = "name: dusk\nbreach: '#ff5555 bold'\nramp: ['#001122', \"#334455\"]\n"
        #expect(
            try ThemeFile.read(yaml: yaml, file: "t.yaml") == [
                "name": "dusk", "breach": "#ff5555 bold", "ramp": "#001122, #334455",
            ])
    }

    @Test("is refused with all errors at once")
    func refused() {
        let yaml = "name: a\nname: b\nbreach: {fg: red}\nok: ''\nramp: [[a]]\n"
        #expect {
            try ThemeFile.read(yaml: yaml, file: "t.yaml")
        } throws: { error in
            (error as? ConfigurationInvalid)?.description == """
                t.yaml:2: name: found the same key again (first at line 1), expected each key once
                t.yaml:3: breach: found a mapping of 1, expected a style such as "#ff5555 bold"
                t.yaml:4: ok: found "", expected a style such as "#ff5555 bold"
                t.yaml:5: ramp[0]: found a list of 1, expected a colour
                """
        }
        #expect {
            try ThemeFile.read(yaml: "", file: "t.yaml")
        } throws: { error in
            (error as? ConfigurationInvalid)?.description
                == "t.yaml:1: (document): found nothing, expected a mapping of at most 1000 roles to styles"
        }
    }
}
