import Testing

@testable import Configuration

@Suite("Every error of the settings says line, key, what was found and what was expected")
struct SettingsMessageTests {
    static let documentCases: [Case] = [
        Case(
            "version: 1", "version: 2", "m.yaml:1: version: found 2, expected 1"),
        Case("version: 1", "# none", "m.yaml:2: version: found nothing, expected 1"),
        Case(
            "version: 1", "citty: x",
            "m.yaml:1: citty: found an unknown key, expected one of version, city, province, time_zone, operators, "
                + "sites, devices, links, paths, instances, exports, mappings, collectors, indicators, console, "
                + "simulator; did you mean \"city\"?",
            "m.yaml:1: version: found nothing, expected 1"),
        Case(
            "city: {zh: 临江, en: Linjiang}", "# none",
            "m.yaml:1: city: found nothing, expected a name, or {zh: ..., en: ...}"),
        Case(
            "city: {zh: 临江, en: Linjiang}", "city: x\ntime_zone: Asia/Shanghia",
            "m.yaml:3: time_zone: found \"Asia/Shanghia\", expected a time zone such as Asia/Shanghai; "
                + "did you mean \"Asia/Shanghai\"?"),
        Case(
            "operators:\n  - {id: ct, name: China Telecom}", "operators:\n  ct: {name: China Telecom}",
            "m.yaml:3: operators: found a mapping of 1, expected a list of operators",
            "m.yaml:6: sites[0].operator: found the unknown operator \"ct\", expected the id of an operator"),
        Case(
            "console: {theme: dark, language: zh}", "consol: {theme: dark}",
            "m.yaml:21: consol: found an unknown key, expected one of version, city, province, time_zone, operators, "
                + "sites, devices, links, paths, instances, exports, mappings, collectors, indicators, console, simulator; "
                + "did you mean \"console\"?"),
    ]

    @Test("A wrong document", arguments: documentCases)
    func document(_ change: Case) {
        #expect(Sample.messages(replacing: change.old, with: change.new) == change.messages)
    }

    static let indicatorsCases: [Case] = [
        Case(
            "ratio: 70%", "ratio: 1.5",
            "m.yaml:20: indicators.targets[0].ratio: found 1.5, expected a ratio from 0.01 to 1, or in percent"),
        Case(
            "ratio: 70%", "ratio: 70",
            "m.yaml:20: indicators.targets[0].ratio: found 70, expected a ratio from 0.01 to 1, or in percent; "
                + "did you mean 70%?"),
        Case(
            "effective_from: 2027-01-01", "effective_from: 2027-02-30",
            "m.yaml:20: indicators.targets[0].effective_from: found \"2027-02-30\", "
                + "expected a day of the calendar as YYYY-MM-DD"),
        Case(
            "indicator: K2", "indicator: K6",
            "m.yaml:20: indicators.targets[0].indicator: found \"K6\", expected one of K1, K2, K3, K4, K5; "
                + "did you mean \"K1\"?"),
        Case(
            "{indicator: K2,", "{indicator: K3, limit: 1ms,",
            "m.yaml:20: indicators.targets[0].limit: found \"1ms\", expected no limit, for K3 has no delay"),
        Case(
            "ratio: 70%", "ratio: 70%, limit: 1",
            "m.yaml:20: indicators.targets[0].limit: found 1, expected a duration with its unit from 1us to 10s; "
                + "units are ns, us, ms, s, m, h, d"),
        Case(
            "[{indicator: K2,", "[{indicator: K2, effective_from: 2027-01-01}, {indicator: K2,",
            "m.yaml:20: indicators.targets[1]: found a second target of K2 from the same day (first at line 20), "
                + "expected one target an indicator and day"),
        Case(
            "indicators:", "indicators:\n  medium_min_racks: 4000",
            "m.yaml:20: indicators.medium_min_racks: found 4000, expected at most large_min_racks, 3000"),
        Case(
            "indicators:", "indicators:\n  live_window: 1500ms",
            "m.yaml:20: indicators.live_window: found \"1500ms\", expected a duration with its unit from 1m to 1d"),
        Case(
            "indicators:", "indicators:\n  live_window: 90.5s",
            "m.yaml:20: indicators.live_window: found \"90.5s\", expected a whole number of seconds"),
    ]

    @Test("Wrong indicator settings", arguments: indicatorsCases)
    func indicators(_ change: Case) {
        #expect(Sample.messages(replacing: change.old, with: change.new) == change.messages)
    }

    static let othersCases: [Case] = [
        Case(
            "snmp: {period: 30s}", "snmp: {period: 0s}",
            "m.yaml:18: collectors.snmp.period: found \"0s\", expected a duration with its unit from 1s to 1h"),
        Case(
            "snmp: {period: 30s}", "snmp: {enabled: true}\n  simulator: {enabled: true}",
            "m.yaml:18: collectors.snmp.enabled: found \"true\", "
                + "expected false while collectors.simulator is enabled; simulated and measured samples never meet"),
        Case(
            "snmp: {period: 30s}", "traps: {listen: 0.0.0.0}",
            "m.yaml:18: collectors.traps.listen: found \"0.0.0.0\", "
                + "expected ADDRESS:PORT of this host, as 0.0.0.0:162, [2001:db8::1]:162 or :162"),
        Case(
            "snmp: {period: 30s}", "traps: {listen: \"noc.example:162\"}",
            "m.yaml:18: collectors.traps.listen: found \"noc.example:162\", "
                + "expected ADDRESS:PORT of this host, as 0.0.0.0:162, [2001:db8::1]:162 or :162"),
        Case(
            "snmp: {period: 30s}", "traps: {community: s3cret}",
            "m.yaml:18: collectors.traps.community: found a secret written in the file, "
                + "expected {env: NAME} or {file: PATH}; a secret stands in the environment or in a file of mode 0600; "
                + "leave the key out where devices send what they are polled with"),
        Case(
            "snmp: {period: 30s}", "traps: {users: [{name: noc}]}",
            "m.yaml:18: collectors.traps.users[0]: found a user without authentication, expected authentication; "
                + "a trap changes states, so it has to prove where it comes from"),
        Case(
            "snmp: {period: 30s}", "traps: {forwarders: [\"192.0.2.9:162\"]}",
            "m.yaml:18: collectors.traps.forwarders[0]: found \"192.0.2.9:162\", "
                + "expected an IPv4 or IPv6 address or a host name without a port; write the port under the key port"),
        Case(
            "snmp: {period: 30s}", "traps: {enabled: true}\n  simulator: {enabled: true}",
            "m.yaml:18: collectors.traps.enabled: found \"true\", "
                + "expected false while collectors.simulator is enabled; simulated and measured samples never meet"),
        Case(
            "snmp: {period: 30s}", "ring_capacity: 3000",
            "m.yaml:18: collectors.ring_capacity: found 3000, expected a power of two from 1024 to 16777216"),
        Case(
            "snmp: {period: 30s}", "memory_mib: 63",
            "m.yaml:18: collectors.memory_mib: found 63, expected a whole number from 64 to 65536"),
        Case(
            "language: zh", "language: cn",
            "m.yaml:21: console.language: found \"cn\", expected one of zh, en; did you mean \"en\"?"),
        Case(
            "language: zh", "refresh_hz: 60",
            "m.yaml:21: console.refresh_hz: found 60, expected a whole number from 1 to 10"),
        Case(
            "language: zh", "ambiguous_width: 3",
            "m.yaml:21: console.ambiguous_width: found 3, expected a whole number from 1 to 2"),
        Case(
            "language: zh", "glyphs: emoji",
            "m.yaml:21: console.glyphs: found \"emoji\", expected one of auto, braille, block, ascii"),
        Case(
            "console:", "simulator: {seed: 7}\nconsole:",
            "m.yaml:21: warning: simulator: found settings of the simulator, "
                + "expected collectors.simulator.enabled: true beside them; they are not used"),
    ]

    @Test("Wrong collector and console settings", arguments: othersCases)
    func others(_ change: Case) {
        #expect(Sample.messages(replacing: change.old, with: change.new) == change.messages)
    }

    static let faultsCases: [Case] = [
        Case(
            "FAULT", "{kind: cut, link: l9, at: 10m}",
            "m.yaml:22: simulator.faults[0].link: found the unknown link \"l9\", expected the id of a link; "
                + "did you mean \"l1\"?"),
        Case(
            "FAULT", "{kind: cut, site: east, at: 10m}",
            "m.yaml:22: simulator.faults[0].site: found an unknown key, expected one of kind, link, at, for",
            "m.yaml:22: simulator.faults[0].link: found nothing, expected the id of a link"),
        Case(
            "FAULT", "{kind: quake, site: east, at: 10m}",
            "m.yaml:22: simulator.faults[0].kind: found \"quake\", "
                + "expected one of cut, congestion, clock_step, device_down"),
        Case(
            "FAULT", "{kind: congestion, link: l1, utilization: 120%, at: 10m, for: 0s}",
            "m.yaml:22: simulator.faults[0].for: found \"0s\", expected a duration with its unit from 1s to 366d",
            "m.yaml:22: simulator.faults[0].utilization: found \"120%\", "
                + "expected a ratio from 0 to 1, or in percent"),
        Case(
            "FAULT", "{kind: clock_step, site: east, step: 0us}",
            "m.yaml:22: simulator.faults[0].at: found nothing, "
                + "expected a duration after the start, negative before it",
            "m.yaml:22: simulator.faults[0].step: found \"0us\", expected a step that is not zero"),
        Case(
            "FAULT", "{kind: device_down, device: pe9, at: 1m}",
            "m.yaml:22: simulator.faults[0].device: found the unknown device \"pe9\", expected the id of a device; "
                + "did you mean \"pe1\"?"),
    ]

    @Test("A wrong fault", arguments: faultsCases)
    func faults(_ change: Case) {
        let text =
            Sample.valid.replacing("snmp: {period: 30s}", with: "simulator: {enabled: true}")
            + "\nsimulator: {faults: [\(change.new)]}\n"
        #expect(Sample.messages(text) == change.messages)
    }

    @Test(
        "A port to listen on is a numeric address of either family, or none for all",
        arguments: [
            ("0.0.0.0:162", "0.0.0.0", 162), ("[2001:db8::1]:1162", "2001:db8::1", 1_162), (":10162", "", 10_162),
        ])
    func listen(text: String, host: String, port: UInt16) throws {
        let changed = Sample.valid.replacing("snmp: {period: 30s}", with: "traps: {listen: \"\(text)\"}")
        let traps = try ConfigurationLoader.load(text: changed, file: "m.yaml").collectors.traps
        #expect(traps.isEnabled && traps.host == host && traps.port == port)
    }

    @Test("Nothing listens for traps unless it is asked for")
    func noTraps() throws {
        #expect(!(try ConfigurationLoader.load(text: Sample.valid, file: "m.yaml").collectors.traps.isEnabled))
    }
}
