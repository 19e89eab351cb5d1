import Metro
import Testing

@testable import Configuration

@Suite("Exports of other collectors")
struct ExportMessageTests {
    /// The valid document with these exports, from line 17 on.
    private static func text(_ exports: String..., path: String = "reflector: probe") -> String {
        Sample.valid.replacing(
            "collectors:\n", with: "exports:\n" + exports.map { "  - \($0)\n" }.joined() + "collectors:\n"
        ).replacing("reflector: probe", with: path)
    }

    private func exports(_ items: String..., path: String = "reflector: probe") throws -> [ExportSource] {
        let text = items.reduce(into: "") { $0 += "  - \($1)\n" }
        let document = Sample.valid.replacing("collectors:\n", with: "exports:\n\(text)collectors:\n")
            .replacing("reflector: probe", with: path)
        let loaded = try ConfigurationLoader.load(text: document, file: "/etc/haomiao/m.yaml")
        #expect(loaded.warnings == [])
        return loaded.inventory.exports
    }

    @Test("Files, pipes and commands arrive in the inventory")
    func local() throws {
        let found = try exports(
            "{id: a, format: influx, file: /var/log/telegraf.out}",
            "{id: b, format: gnmic-event, file: {path: out/events.json, read: once}}",
            "{id: c, format: prometheus, file: {path: /c, from: start}, mappings: [openconfig], interval: 10s}",
            "{id: d, format: openmetrics, stdin: true}",
            "{id: e, format: influx, command: [python3, \"a b.py\"]}", "{id: f, format: influx, command: python3 b.py}")
        #expect(
            found == [
                ExportSource(
                    id: "a", format: .influx,
                    transport: .file(path: "/var/log/telegraf.out", .follow(fromStart: false))),
                ExportSource(
                    id: "b", format: .gnmicEvent, transport: .file(path: "/etc/haomiao/out/events.json", .once)),
                ExportSource(
                    id: "c", format: .prometheus, transport: .file(path: "/c", .follow(fromStart: true)),
                    mappings: ["openconfig"], intervalMilliseconds: 10_000),
                ExportSource(id: "d", format: .openMetrics, transport: .standardInput),
                ExportSource(id: "e", format: .influx, transport: .command(["python3", "a b.py"])),
                ExportSource(id: "f", format: .influx, transport: .command(["python3", "b.py"])),
            ])
    }

    @Test("Listeners and scrapes arrive in the inventory; a listener is loopback unless told otherwise")
    func http() throws {
        let found = try exports(
            "{id: a, format: influx, listen: \":8086\"}",
            "{id: b, format: remote-write, listen: {address: \"0.0.0.0:9201\", token: {env: T}, "
                + "tls: {certificate: c.pem, key: k.pem}}}",
            "{id: c, format: prometheus, scrape: \"http://127.0.0.1:9116/metrics\"}",
            "{id: d, format: openmetrics, scrape: {url: \"https://a/metrics\", period: 10s, timeout: 5s, "
                + "tls: {ca: ca.pem, name: exporter}, username: u, password: {file: p}}}")
        #expect(found[0].transport == .listen(.init(port: 8086)))
        #expect(
            found[1].transport
                == .listen(
                    .init(
                        host: "0.0.0.0", port: 9201,
                        tls: .init(certificate: "/etc/haomiao/c.pem", key: "/etc/haomiao/k.pem"),
                        token: .environment("T"))))
        #expect(found[2].transport == .scrape(.init(url: "http://127.0.0.1:9116/metrics")))
        #expect(found[2].intervalMilliseconds == 30_000)
        #expect(
            found[3].transport
                == .scrape(
                    .init(
                        url: "https://a/metrics", periodMilliseconds: 10_000, timeoutMilliseconds: 5_000,
                        tls: .init(authorities: "/etc/haomiao/ca.pem", serverName: "exporter"), username: "u",
                        password: .file("/etc/haomiao/p"))))
    }

    @Test("Brokers arrive in the inventory")
    func brokers() throws {
        let found = try exports(
            "{id: a, format: gnmic-event, nats: {url: \"nats://b:4222\", subject: \"t.>\", queue: q}}",
            "{id: b, format: gnmi-proto, nats: {url: \"tls://b\", subject: t, stream: s, consumer: c, username: u, "
                + "password: {env: P}, tls: {ca: /ca}}}",
            "{id: c, format: telegraf-json, kafka: {brokers: [\"k1:9092\", \"k2:9092\"], topics: [t], group: g, "
                + "username: u, password: {env: P}, mechanism: scram-sha-512}}")
        #expect(found[0].transport == .nats(.init(url: "nats://b:4222", subject: "t.>", queue: "q")))
        #expect(
            found[1].transport
                == .nats(
                    .init(
                        url: "tls://b", subject: "t", stream: "s", consumer: "c", username: "u",
                        password: .environment("P"), tls: .init(authorities: "/ca"))))
        #expect(
            found[2].transport
                == .kafka(
                    .init(
                        brokers: ["k1:9092", "k2:9092"], topics: ["t"], group: "g", username: "u",
                        password: .environment("P"), mechanism: .scramSHA512)))
    }

    @Test("A path whose delays an export brings needs no reflector, whatever its method", arguments: ["stamp", "oduk"])
    func path(_ method: String) throws {
        let text = Self.text("{id: d, format: delay-csv, file: /d.csv}", path: "export: d, method: \(method)")
        let loaded = try ConfigurationLoader.load(text: text, file: "m.yaml")
        #expect(loaded.warnings == [])
        #expect(loaded.inventory.path("p1")?.export == "d")
        #expect(loaded.inventory.path("p1")?.reflector == nil)
    }

    static let cases: [(String, String)] = [
        (
            text("{id: a, format: influxx, stdin: true}"),
            "m.yaml:18: exports[0].format: found \"influxx\", expected one of gnmic-event, gnmic-json, "
                + "gnmic-protojson, gnmi-proto, influx, prometheus, openmetrics, remote-write, telegraf-json, delay-csv; "
                + "did you mean \"influx\"?"
        ),
        (
            text("{id: a, format: influx}"),
            "m.yaml:18: exports[0].file: found nothing, expected where it comes from: one of file, stdin, command, "
                + "listen, scrape, nats, kafka"
        ),
        (
            text("{id: a, format: influx, stdin: true, file: /a}"),
            "m.yaml:18: exports[0].stdin: found file and stdin, expected one of them; "
                + "one export for each, with the same mappings"
        ),
        (
            text("{id: a, format: gnmi-proto, file: /a}"),
            "m.yaml:18: exports[0].format: found gnmi-proto over file, expected gnmi-proto over listen, nats or kafka; "
                + "its messages are binary, and a stream does not tell where one ends"
        ),
        (
            text("{id: a, format: influx, stdin: true}", "{id: b, format: influx, stdin: true}"),
            "m.yaml:19: exports[1].stdin: found standard input, which the export \"a\" reads, "
                + "expected it at one export: there is one standard input"
        ),
        (
            text("{id: a, format: influx, listen: \":8086\"}", "{id: b, format: influx, listen: \"127.0.0.1:8086\"}"),
            "m.yaml:19: exports[1].listen: found 127.0.0.1 port 8086, which the export \"a\" reads, "
                + "expected an address and port that no other export listens at"
        ),
        (
            text("{id: a, format: influx, file: /var/a.gz}"),
            "m.yaml:18: exports[0].file: found a compressed file, expected one that is not compressed; "
                + "unpack it, or pipe it into an export with stdin"
        ),
        (
            text("{id: a, format: influx, file: {path: /a, read: once, from: end}}"),
            "m.yaml:18: exports[0].file.from: found end of a file that is read once, expected start; "
                + "a file that grows is read with read: follow"
        ),
        (
            text("{id: a, format: influx, listen: \"0.0.0.0:8086\"}"),
            "m.yaml:18: warning: exports[0].listen: found an address that others reach, without a token, "
                + "expected {address: ..., token: ..., tls: ...}; whoever reaches it can tell what it likes of the city"
        ),
        (
            text("{id: a, format: influx, listen: {address: \":1\", token: secret}}"),
            "m.yaml:18: exports[0].listen.token: found a secret written in the file, "
                + "expected {env: NAME} or {file: PATH}; a secret stands in the environment or in a file of mode 0600; "
                + "leave the key out on loopback"
        ),
        (
            text("{id: a, format: prometheus, scrape: \"http://u:secret@a/metrics\"}"),
            "m.yaml:18: exports[0].scrape: found an address with a user in it, expected one without; "
                + "write username, and password as {env: NAME} or {file: PATH}"
        ),
        (
            text("{id: a, format: prometheus, scrape: {url: \"http://a\", token: {env: T}}}"),
            "m.yaml:18: warning: exports[0].scrape.url: found a secret in plain text, expected https; "
                + "whoever sees the packets can read it"
        ),
        (
            text("{id: a, format: prometheus, scrape: {url: \"http://a\", period: 5s}}"),
            "m.yaml:18: exports[0].scrape.period: found a timeout of 10000 ms, expected at most the period of 5000 ms"
        ),
        (
            text("{id: a, format: influx, nats: {url: \"nats://a\", subject: t, consumer: c}}"),
            "m.yaml:18: exports[0].nats.consumer: found consumer without stream, expected stream too; "
                + "both are of JetStream"
        ),
        (
            text("{id: a, format: influx, kafka: {brokers: [a], topics: [], group: g}}"),
            "m.yaml:18: exports[0].kafka.topics: found a list of 0, expected at least one topic"
        ),
        (
            text("{id: d, format: delay-csv, file: /d}"),
            "m.yaml:18: warning: exports[0]: found delays that no path takes, expected export: d at a path; "
                + "what it brings is counted, not used"
        ),
        (
            text("{id: d, format: delay-csv, file: /d}", path: "export: d, reflector: probe"),
            "m.yaml:16: paths[0].reflector: found reflector beside export, expected one of them; "
                + "the export measures the path"
        ),
        (
            text("{id: d, format: delay-csv, file: /d}", path: "export: dd"),
            "m.yaml:16: paths[0].export: found the unknown export \"dd\", expected the id of an export; "
                + "did you mean \"d\"?"
        ),
    ]

    @Test("What cannot be is said in one line, with its key and the way out", arguments: cases)
    func messages(_ text: String, _ expected: String) {
        #expect(Sample.messages(text).contains(expected), "\(Sample.messages(text))")
        #expect(!Sample.messages(text).contains { $0.contains("secret@") })
    }
}
