import Metro
import Testing

@testable import Configuration

@Suite("Mappings, and what others call our devices")
struct MappingMessageTests {
    private static let mapping = """
        mappings:
          - id: own
            device: [{tag: router, read: first_label}, host]
            interface: [port, {tag: circuit, by: alias}]
            fields:
              - {group: "if_*", field: rx_bits, is: in_octets, unit: bits}
              - {field: rate, is: out_octets, kind: gauge, unit: Mbit/s}
              - {field: speed, is: speed, unit: Gbit/s}
              - {group: if_errors, is: in_errors, kind: counter32}

        """
    private static func text(_ mapping: String = mapping, pe1: String = "") -> String {
        Sample.valid.replacing("collectors:\n", with: mapping + "collectors:\n")
            .replacing("snmp: {host: 192.0.2.1}}", with: "snmp: {host: 192.0.2.1}\(pe1)}")
    }

    @Test("Mappings and aliases arrive in the inventory")
    func values() throws {
        let loaded = try ConfigurationLoader.load(
            text: Self.text(pe1: ", aliases: [core-1.example.net, 198.51.100.1], interfaces_from: snmp"), file: "m.yaml"
        )
        #expect(loaded.warnings == [])
        #expect(
            loaded.inventory.mappings == [
                NameMapping(
                    id: "own", devices: [.init("router", .firstLabel), .init("host")],
                    interfaces: [.init("port"), .init("circuit", .alias)],
                    rules: [
                        .init(group: "if_*", field: "rx_bits", .inOctets, .bits, .counter),
                        .init(field: "rate", .outOctets, .megabitsPerSecond, .gauge),
                        .init(field: "speed", .speed, .gigabitsPerSecond, .gauge),
                        .init(group: "if_errors", field: "", .inErrors, .none, .counter32),
                    ])
            ])
        let device = try #require(loaded.inventory.device("pe1"))
        #expect(device.aliases == ["core-1.example.net", "198.51.100.1"])
        #expect(device.interfacesFrom == .snmp)
    }

    @Test("Without a word, SNMP tells of a device that is polled, and the first export of one that nobody asks")
    func sources() throws {
        let inventory = try ConfigurationLoader.load(text: Sample.valid, file: "m.yaml").inventory
        #expect(inventory.device("pe1")?.interfacesFrom == .snmp)
        #expect(inventory.device("probe")?.interfacesFrom == .anyExport)
    }

    static let cases: [(String, [String])] = [
        (
            text(mapping.replacing("is: in_octets", with: "is: in_octet")),
            [
                "m.yaml:22: mappings[0].fields[0].is: found \"in_octet\", expected one of in_octets, out_octets, "
                    + "in_errors, out_errors, in_discards, out_discards, speed, oper_status, last_clear, alias, "
                    + "rx_power, tx_power; did you mean \"in_octets\"?"
            ]
        ),
        (
            text(mapping.replacing("unit: bits}", with: "unit: Mbit/s}")),
            [
                "m.yaml:22: mappings[0].fields[0].unit: found \"Mbit/s\", "
                    + "expected one of octets, bits where the field is in_octets, a counter"
            ]
        ),
        (
            text(mapping.replacing("is: speed, unit: Gbit/s", with: "is: speed")),
            [
                "m.yaml:24: mappings[0].fields[2].unit: found nothing, "
                    + "expected one of bit/s, kbit/s, Mbit/s, Gbit/s, octet/s"
            ]
        ),
        (
            text(mapping.replacing("kind: counter32", with: "kind: gauge")),
            [
                "m.yaml:25: mappings[0].fields[3].kind: found \"gauge\", "
                    + "expected one of counter, counter32 where the field is in_errors"
            ]
        ),
        (
            text(mapping.replacing("group: if_errors, is", with: "is")),
            [
                "m.yaml:25: mappings[0].fields[3]: found a mapping of 2, expected group, field or both; "
                    + "without them it would fit everything"
            ]
        ),
        (
            text(mapping.replacing("[port, {tag: circuit, by: alias}]", with: "[]")),
            ["m.yaml:20: mappings[0].interface: found a list of 0, expected at least one"]
        ),
        (
            text(mapping.replacing("read: first_label", with: "read: first")),
            [
                "m.yaml:19: mappings[0].device[0].read: found \"first\", "
                    + "expected one of whole, without_port, first_label"
            ]
        ),
        (
            text(pe1: ", aliases: [pe2]"),
            [
                "m.yaml:10: devices[0].aliases[0]: found the id of another device, "
                    + "expected a name that only this device has"
            ]
        ),
        (
            text(pe1: ", aliases: [core]").replacing("timeout: 2s}}", with: "timeout: 2s}, aliases: [Core]}"),
            [
                "m.yaml:10: devices[0].aliases[0]: found \"core\", an alias of pe1 and pe2, "
                    + "expected a name that only this device has",
                "m.yaml:11: devices[1].aliases[0]: found \"Core\", an alias of pe1 and pe2, "
                    + "expected a name that only this device has",
            ]
        ),
        (
            text(pe1: ", interfaces_from: snpm"),
            [
                "m.yaml:10: devices[0].interfaces_from: found \"snpm\", expected snmp, gnmi or the id of an export; "
                    + "did you mean \"snmp\"?"
            ]
        ),
        (
            text().replacing(
                "stamp: {host: \"2001:db8::3\"}", with: "stamp: {host: \"2001:db8::3\"}, interfaces_from: snmp"),
            [
                "m.yaml:12: devices[2].interfaces_from: found \"snmp\", "
                    + "expected snmp only where the device has the key snmp"
            ]
        ),
        (
            text(pe1: ", interfaces_from: gnmi"),
            [
                "m.yaml:10: warning: devices[0].interfaces_from: found \"gnmi\", expected the key gnmi at the device, "
                    + "or a gateway that speaks for it; without one nobody tells of its interfaces"
            ]
        ),
    ]

    @Test("What is wrong with them is said in full", arguments: cases)
    func messages(text: String, expected: [String]) {
        #expect(Sample.messages(text) == expected)
    }
}
