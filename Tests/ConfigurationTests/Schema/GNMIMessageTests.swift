import Metro
import Testing

@testable import Configuration

@Suite("Subscriptions to devices")
struct GNMIMessageTests {
    /// The valid document, whose first device is subscribed to.
    private static func text(_ gnmi: String, collectors: String = "") -> String {
        Sample.valid.replacing("snmp: {host: 192.0.2.1}}", with: "gnmi: \(gnmi)}")
            .replacing("collectors:\n", with: "collectors:\n\(collectors)")
    }

    private static func access(_ gnmi: String, collectors: String = "") throws -> GNMIAccess {
        let loaded = try ConfigurationLoader.load(text: text(gnmi, collectors: collectors), file: "m.yaml")
        #expect(loaded.warnings == [])
        return try #require(loaded.inventory.device("pe1")?.gnmi)
    }

    @Test("A host is enough: TLS, port 9339, OpenConfig, every 10 s")
    func least() throws {
        let access = try Self.access("{host: 192.0.2.1}")
        #expect(access.address == "192.0.2.1:9339")
        #expect(access.transport == .tls(authorities: nil, serverName: nil, certificate: nil, key: nil))
        #expect(access.encoding == nil && access.list == .stream && access.mappings == ["openconfig"])
        #expect(access.subscriptions == GNMIPreset.openConfig.subscriptions(intervalMilliseconds: 10_000))
    }

    @Test("Everything that can be said of a subscription arrives in the inventory")
    func everything() throws {
        let access = try Self.access(
            "{host: pe1.example, port: 57400, tls: {ca: /etc/ca.pem, name: r1.example, certificate: /c.pem, key: /k.pem}, "
                + "username: noc, password: {env: GNMI}, encoding: json_ietf, mode: poll, target: pe1, timeout: 5s, "
                + "interval: 30s, mappings: [huawei-ifm], subscriptions: [{path: \"/interfaces/interface[name=*]/state\", "
                + "origin: openconfig, mode: on_change, heartbeat: 60s}, {path: \"/lldp\", mode: target_defined}, "
                + "{path: \"/system\", interval: 1s}]}")
        #expect(
            access
                == GNMIAccess(
                    host: "pe1.example", port: 57_400,
                    transport: .tls(
                        authorities: "/etc/ca.pem", serverName: "r1.example", certificate: "/c.pem", key: "/k.pem"),
                    username: "noc", password: .environment("GNMI"), encoding: .jsonIETF, list: .poll, target: "pe1",
                    subscriptions: [
                        .init(
                            path: "/interfaces/interface[name=*]/state", origin: "openconfig", mode: .onChange,
                            intervalMilliseconds: 30_000, heartbeatMilliseconds: 60_000),
                        .init(path: "/lldp", mode: .targetDefined, intervalMilliseconds: 30_000),
                        .init(path: "/system", mode: .sample, intervalMilliseconds: 1_000),
                    ], mappings: ["huawei-ifm"], timeoutMilliseconds: 5_000))
    }

    @Test("What holds for all devices stands once, and a device may say otherwise")
    func defaults() throws {
        let all = "  gnmi: {port: 6030, username: noc, password: {env: P}, preset: nokia-srlinux, interval: 20s}\n"
        let access = try Self.access("{host: 192.0.2.1, port: 57400}", collectors: all)
        #expect(access.port == 57_400 && access.username == "noc" && access.password == .environment("P"))
        #expect(access.mappings == ["nokia-srlinux"])
        #expect(access.subscriptions.first?.path == "/interface[name=*]/statistics")
        #expect(access.intervalMilliseconds == 20_000)
    }

    @Test("Plain text is had by asking for it, and a password in it is warned of")
    func plainText() throws {
        #expect(try Self.access("{host: 192.0.2.1, plain_text: true}").transport == .plainText)
        #expect(
            Sample.messages(Self.text("{host: 192.0.2.1, plain_text: true, username: a, password: {env: P}}")) == [
                "m.yaml:10: warning: devices[0].gnmi.plain_text: found a password in plain text, expected TLS; whoever "
                    + "sees the packets can read it"
            ])
    }

    @Test("The paths of every preset are gNMI paths, and their mappings are told", arguments: GNMIPreset.allCases)
    func presets(preset: GNMIPreset) throws {
        let subscriptions = preset.subscriptions(intervalMilliseconds: 10_000)
        #expect(subscriptions.contains { $0.mode == .sample })
        for subscription in subscriptions { #expect(try !GNMIAccess.Path(subscription.path).elements.isEmpty) }
        #expect(preset.mappings.count == 1)
    }

    static let cases: [(String, String)] = [
        ("{}", "m.yaml:10: devices[0].gnmi.host: found nothing, expected an address or a host name"),
        (
            "{host: h, tls: {certificate: c.pem}}",
            "m.yaml:10: devices[0].gnmi.tls.key: found nothing, expected the file of the certificate's key"
        ),
        (
            "{host: h, tls: {name: 192.0.2.1}}",
            "m.yaml:10: devices[0].gnmi.tls.name: found \"192.0.2.1\", expected a host name that the certificate bears"
        ),
        (
            "{host: h, tls: {}, plain_text: true}",
            "m.yaml:10: devices[0].gnmi.tls: found tls beside plain_text: true, expected one of them"
        ),
        (
            "{host: h, password: {env: P}}",
            "m.yaml:10: devices[0].gnmi.username: found nothing, expected a user name, for there is a password"
        ),
        (
            "{host: h, username: a, password: hunter2}",
            "m.yaml:10: devices[0].gnmi.password: found a secret written in the file, expected {env: NAME} or {file: PATH}; "
                + "a secret stands in the environment or in a file of mode 0600"
        ),
        (
            "{host: h, encoding: jsn}",
            "m.yaml:10: devices[0].gnmi.encoding: found \"jsn\", expected one of json, json_ietf, proto; did you mean "
                + "\"json\"?"
        ),
        (
            "{host: h, subscriptions: []}",
            "m.yaml:10: devices[0].gnmi.subscriptions: found a list of 0, expected at least one subscription"
        ),
        (
            "{host: h, subscriptions: [{path: \"/a[b\"}]}",
            "m.yaml:10: devices[0].gnmi.subscriptions[0].path: found a key without '=', expected a gNMI path such as "
                + "/interfaces/interface[name=*]/state"
        ),
        (
            "{host: h, subscriptions: [{path: /}]}",
            "m.yaml:10: devices[0].gnmi.subscriptions[0].path: found the root, expected a gNMI path such as "
                + "/interfaces/interface[name=*]/state; all that a device has is more than is of use"
        ),
        (
            "{host: h, subscriptions: [{path: /a, heartbeat: 60s}]}",
            "m.yaml:10: devices[0].gnmi.subscriptions[0].heartbeat: found a heartbeat of mode sample, expected one of "
                + "on_change only"
        ),
        (
            "{host: h, preset: openconfig, subscriptions: [{path: /a}], mappings: [openconfig]}",
            "m.yaml:10: warning: devices[0].gnmi.preset: found preset beside subscriptions and mappings, expected one or "
                + "the other; the preset has no effect"
        ),
    ]

    @Test("What cannot be is said at its line", arguments: cases)
    func messages(gnmi: String, message: String) {
        let said = Sample.messages(Self.text(gnmi))
        #expect(said == [message])
        #expect(!said.contains { $0.contains("hunter") })
    }
}
