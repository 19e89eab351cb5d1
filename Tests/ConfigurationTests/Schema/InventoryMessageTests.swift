import Testing

@testable import Configuration

@Suite("Every error of the inventory says line, key, what was found and what was expected")
struct InventoryMessageTests {
    @Test("The valid document has nothing to say")
    func valid() {
        #expect(Sample.messages(Sample.valid) == [])
    }

    static let siteCases: [Case] = [
        Case(
            "latitude: 30.25", "latitude: 91",
            "m.yaml:6: sites[0].coordinates.latitude: found 91, expected a number of degrees from -90 to 90"),
        Case(
            "longitude: 120.15", "longitude: \"120.15\"",
            "m.yaml:6: sites[0].coordinates.longitude: found \"120.15\", expected a number of degrees from -180 to 180"),
        Case(
            "{latitude: 30.25, longitude: 120.15}", "[30.25, 120.15]",
            "m.yaml:6: sites[0].coordinates: found a list of 2, expected {latitude: ..., longitude: ...} in degrees"),
        Case(
            "class: large", "class: huge",
            "m.yaml:6: sites[0].centre.class: found \"huge\", expected one of large, medium, small"),
        Case(
            "class: large", "class: lage",
            "m.yaml:6: sites[0].centre.class: found \"lage\", expected one of large, medium, small; "
                + "did you mean \"large\"?"),
        Case(
            "class: large", "class: large, racks: -1",
            "m.yaml:6: sites[0].centre.racks: found -1, expected a number of standard racks from 0 to 10000000"),
        Case(
            "class: large", "class: large, exits: [{gbps: 400, state: accepted}]",
            "m.yaml:6: sites[0].centre.exits[0].accepted_on: found nothing, "
                + "expected the day of the acceptance as YYYY-MM-DD"),
        Case(
            "class: large", "class: large, exits: [{gbps: 400, state: accepted, accepted_on: 2027-02-30}]",
            "m.yaml:6: sites[0].centre.exits[0].accepted_on: found \"2027-02-30\", "
                + "expected a day of the calendar as YYYY-MM-DD"),
        Case(
            "class: large", "class: large, exits: [{gbps: 0, state: planned, accepted_on: 2027-02-28}]",
            "m.yaml:6: sites[0].centre.exits[0].gbps: found 0, expected a number of Gb/s from 0.001 to 10000",
            "m.yaml:6: sites[0].centre.exits[0].accepted_on: found \"2027-02-28\", "
                + "expected no day where state is planned"),
        Case(
            "operator: ct", "operator: cm",
            "m.yaml:6: sites[0].operator: found the unknown operator \"cm\", expected the id of an operator; "
                + "did you mean \"ct\"?"),
        Case(
            "key_location: true", "key_location: yes",
            "m.yaml:7: sites[1].key_location: found \"yes\", expected true or false; did you mean true?"),
        Case(
            "cross_connect: oxc", "cross_connect: ocx",
            "m.yaml:8: sites[2].important_site.cross_connect: found \"ocx\", "
                + "expected one of oxc, roadm, oadm, none, unknown; did you mean \"oxc\"?"),
        Case(
            "important_site: {cross_connect: oxc}", "terminals: {class: robot, industry: farming}",
            "m.yaml:8: sites[2].terminals.industry: found \"farming\", expected one of manufacturing, finance, "
                + "transport, health_care, education, entertainment, other"),
        Case(
            "id: south", "id: west",
            "m.yaml:8: sites[2].id: found \"west\" again (first at line 7), expected a site id that stands once"),
        Case(
            "id: south", "id: ''",
            "m.yaml:8: sites[2].id: found \"\", expected an id of 1 to 64 characters without spaces, ':' and ','"),
        Case(
            "id: south", "id: a:b",
            "m.yaml:8: sites[2].id: found \"a:b\", expected an id of 1 to 64 characters without spaces, ':' and ','"),
        Case(
            "{id: south, ", "{", "m.yaml:8: sites[2].id: found nothing, expected an id"),
        Case(
            "name: West", "name: {de: West}",
            "m.yaml:7: sites[1].name.de: found an unknown key, expected one of zh, en",
            "m.yaml:7: sites[1].name: found a mapping of 1, expected zh, en or both"),
        Case(
            "name: West", "name: \"a\\e[31mb\"",
            "m.yaml:7: sites[1].name: found text with the character U+001B, "
                + "expected a name, or {zh: ..., en: ...} that can be printed"),
    ]

    @Test("A wrong site", arguments: siteCases)
    func site(_ change: Case) {
        #expect(Sample.messages(replacing: change.old, with: change.new) == change.messages)
    }

    static let deviceCases: [Case] = [
        Case(
            "host: 192.0.2.1", "host: 192.0.2.1, port: 70000",
            "m.yaml:10: devices[0].snmp.port: found 70000, expected a whole number from 1 to 65535"),
        Case(
            "host: 192.0.2.1", "host: 192.0.2.1, port: 0161",
            "m.yaml:10: devices[0].snmp.port: found \"0161\", expected a whole number from 1 to 65535"),
        Case(
            "host: 192.0.2.1", "host: 192.0.2.256",
            "m.yaml:10: devices[0].snmp.host: found \"192.0.2.256\", expected an IPv4 or IPv6 address or a host name"),
        Case(
            "host: 192.0.2.1", "host: \"192.0.2.1:161\"",
            "m.yaml:10: devices[0].snmp.host: found \"192.0.2.1:161\", "
                + "expected an IPv4 or IPv6 address or a host name without a port; "
                + "write the port under the key port"),
        Case(
            "host: 192.0.2.1", "port: 161",
            "m.yaml:10: devices[0].snmp.host: found nothing, expected an address or a host name"),
        Case(
            "\"2001:db8::3\"", "\"[2001:db8::3]\"",
            "m.yaml:12: devices[2].stamp.host: found \"[2001:db8::3]\", "
                + "expected an IPv4 or IPv6 address or a host name without brackets"),
        Case(
            "host: 192.0.2.1", "host: 192.0.2.1, max_repetitions: 1000",
            "m.yaml:10: devices[0].snmp.max_repetitions: found 1000, expected a whole number from 1 to 100"),
        Case(
            "timeout: 2s", "timeout: 2",
            "m.yaml:11: devices[1].snmp.timeout: found 2, expected a duration with its unit from 100ms to 1m; "
                + "units are ns, us, ms, s, m, h, d"),
        Case(
            "timeout: 2s", "timeout: 1s, period: 5s",
            "m.yaml:11: warning: devices[1].snmp.period: found \"5s\", expected at least 6 s; "
                + "agents refresh counters in steps (net-snmp: 3 s), so rates of short periods jump"),
        Case(
            "timeout: 2s", "timeout: 4s, period: 7s",
            "m.yaml:11: warning: devices[1].snmp: found 2 tries of 4000 ms, expected less than the period of 7000 ms "
                + "in all; a device that does not answer is polled late"),
        Case(
            "site: east, snmp", "site: eest, snmp",
            "m.yaml:10: devices[0].site: found the unknown site \"eest\", expected the id of a site; "
                + "did you mean \"east\"?"),
        Case(
            "{id: probe, site: west, ", "{id: probe, ",
            "m.yaml:12: warning: devices[2].site: found nothing, expected the id of a site; "
                + "the map cannot place the device and its links"),
    ]

    @Test("A wrong device", arguments: deviceCases)
    func device(_ change: Case) {
        #expect(Sample.messages(replacing: change.old, with: change.new) == change.messages)
    }

    static let secretCases: [Case] = [
        Case(
            "host: 192.0.2.1", "host: 192.0.2.1, community: hunter2",
            "m.yaml:10: devices[0].snmp.community: found a secret written in the file, "
                + "expected {env: NAME} or {file: PATH}; a secret stands in the environment or in a file of mode 0600; "
                + "leave the key out for the well-known community"),
        Case(
            "host: 192.0.2.1", "host: 192.0.2.1, community: {env: hunter-2}",
            "m.yaml:10: devices[0].snmp.community.env: found something that is not the name of a variable, "
                + "expected letters, digits and '_' such as SNMP_COMMUNITY"),
        Case(
            "host: 192.0.2.1", "host: 192.0.2.1, community: {}",
            "m.yaml:10: devices[0].snmp.community: found a mapping of 0, expected {env: NAME} or {file: PATH}"),
        Case(
            "host: 192.0.2.1", "host: 192.0.2.1, community: {env: A, file: b}",
            "m.yaml:10: devices[0].snmp.community: found both env and file, expected one of them"),
        Case(
            "host: 192.0.2.1", "host: 192.0.2.1, community: {file: ~/b}",
            "m.yaml:10: devices[0].snmp.community.file: found \"~/b\", "
                + "expected a path without '~', absolute or relative to the configuration file"),
    ]

    private static let user = "host: 192.0.2.1, user: "
    static let userCases: [Case] = [
        Case(
            "host: 192.0.2.1", user + "{name: ops, privacy: {algorithm: DES, password: {env: P}}}",
            "m.yaml:10: devices[0].snmp.user.privacy: found privacy without authentication, "
                + "expected authentication too; SNMPv3 encrypts only what it authenticates"),
        Case(
            "host: 192.0.2.1", user + "{name: ops, authentication: {algorithm: SHA-265, password: {env: P}}}",
            "m.yaml:10: devices[0].snmp.user.authentication.algorithm: found \"SHA-265\", "
                + "expected one of MD5, SHA-1, SHA-224, SHA-256, SHA-384, SHA-512; did you mean \"SHA-256\"?"),
        Case(
            "host: 192.0.2.1", user + "{name: ops, authentication: {algorithm: MD5, password: hunter2}}",
            "m.yaml:10: devices[0].snmp.user.authentication.password: found a secret written in the file, "
                + "expected {env: NAME} or {file: PATH}; a secret stands in the environment or in a file of mode 0600"),
        Case(
            "host: 192.0.2.1", user + "{name: ops, authentication: {algorithm: MD5}}",
            "m.yaml:10: devices[0].snmp.user.authentication.password: found nothing, "
                + "expected {env: NAME} or {file: PATH}"),
        Case(
            "host: 192.0.2.1", "host: 192.0.2.1, community: {env: A}, user: {name: ops}",
            "m.yaml:10: devices[0].snmp.user: found both community and user, expected one of them; "
                + "community is SNMPv2c, user is SNMPv3"),
        Case(
            "host: 192.0.2.1", user + "{name: ops, context_engine_id: 80001f}",
            "m.yaml:10: devices[0].snmp.user.context_engine_id: found \"80001f\", "
                + "expected 5 to 32 octets in hexadecimal, as 80001f8804686f7374"),
    ]

    @Test("An SNMPv3 user that cannot be one is refused, and its password never shown", arguments: userCases)
    func user(_ change: Case) {
        #expect(Sample.messages(replacing: change.old, with: change.new) == change.messages)
    }

    @Test("A community that is no reference is refused, and never shown", arguments: secretCases)
    func secret(_ change: Case) {
        let messages = Sample.messages(replacing: change.old, with: change.new)
        #expect(messages == change.messages)
        #expect(!messages.contains { $0.contains("hunter") })
    }

    static let linkCases: [Case] = [
        Case(
            "b: \"pe2:xe-0/0/1\"", "b: \"pe1:xe-0/0/0:1\"",
            "m.yaml:14: links[0].b: found \"pe1:xe-0/0/0:1\", expected another interface than a",
            "m.yaml:16: paths[0].link: found a link between the sites \"east\" and \"east\", "
                + "expected a link between \"east\" and \"west\""),
        Case(
            "b: \"pe2:xe-0/0/1\"", "b: \"pe3:xe-0/0/1\"",
            "m.yaml:14: links[0].b: found the unknown device \"pe3\", "
                + "expected an interface as device:ifName of a device that is listed; did you mean \"pe1\"?"),
        Case(
            "b: \"pe2:xe-0/0/1\"", "b: pe2",
            "m.yaml:14: links[0].b: found \"pe2\", expected an interface as device:ifName"),
        Case(
            "links:", "links:\n  - {id: l0, a: \"pe1:xe-0/0/0:1\", b: \"probe:eth0\"}",
            "m.yaml:15: warning: links[1]: found the interface \"pe1:xe-0/0/0:1\" again (first at line 14), "
                + "expected each interface in one link; both links show the same traffic"),
        Case(
            "capacity: 400G", "capacity: -1",
            "m.yaml:14: links[0].capacity: found -1, "
                + "expected a capacity such as 400G, 10G or 100M, or a number of bit/s from 1000"),
        Case(
            "capacity: 400G", "capacity: 400",
            "m.yaml:14: links[0].capacity: found 400, expected a capacity such as 400G, 10G or 100M, "
                + "or a number of bit/s from 1000; did you mean 400G?"),
        Case(
            "fibre_km: 20", "fibre_km: 5",
            "m.yaml:14: warning: links[0].fibre_km: found 5, expected at least the straight line of 11.1 km; "
                + "the physical floor would be too low; check length and coordinates"),
        Case(
            "capacity: 400G", "capcity: 400G",
            "m.yaml:14: links[0].capcity: found an unknown key, expected one of id, name, a, b, site_a, site_b, "
                + "capacity, fibre_km, operator; did you mean \"capacity\"?"),
        Case(
            "capacity: 400G", "capacity: 400G, capacity: 100G",
            "m.yaml:14: links[0].capacity: found the same key again (first at line 14), expected each key once"),
        Case(
            "a: \"pe1:xe-0/0/0:1\", b: \"pe2:xe-0/0/1\"", "a: \"probe:eth0\", b: \"probe:eth1\", site_a: east",
            "m.yaml:14: warning: links[0]: found no end on a device with snmp or gnmi, "
                + "expected at least one, or an export that tells of it; "
                + "utilization and status of the link stay unknown"),
    ]

    @Test("A wrong link", arguments: linkCases)
    func link(_ change: Case) {
        #expect(Sample.messages(replacing: change.old, with: change.new) == change.messages)
    }

    static let pathCases: [Case] = [
        Case(
            "a: east, b: west, reflector: probe, link: l1", "a: west, b: west, reflector: probe",
            "m.yaml:16: paths[0].b: found \"west\", expected another site than a"),
        Case(
            "reflector: probe, ", "",
            "m.yaml:16: paths[0].reflector: found nothing, expected the id of a device with stamp"),
        Case(
            "reflector: probe, ", "reflector: pe2, ",
            "m.yaml:16: paths[0].reflector: found a device without stamp, expected the id of a device with stamp"),
        Case(
            "reflector: probe, ", "reflector: prob, ",
            "m.yaml:16: paths[0].reflector: found the unknown device \"prob\", expected the id of a device; "
                + "did you mean \"probe\"?"),
        Case(
            "a: east, b: west, reflector", "a: west, b: east, reflector",
            "m.yaml:16: paths[0].reflector: found a device at the site \"west\", "
                + "expected a device at b, the site \"east\"; a path runs from the sender at a to the reflector at b"),
        Case(
            "a: east, b: west, reflector", "a: south, b: west, reflector",
            "m.yaml:16: paths[0].link: found a link between the sites \"east\" and \"west\", "
                + "expected a link between \"south\" and \"west\""),
        Case(
            "link: l1", "link: l2",
            "m.yaml:16: paths[0].link: found the unknown link \"l2\", expected the id of a link; did you mean \"l1\"?"),
        Case(
            "link: l1", "interval: 0ms",
            "m.yaml:16: paths[0].interval: found \"0ms\", expected a duration with its unit from 10ms to 1m"),
        Case(
            "link: l1", "layer: optical",
            "m.yaml:16: paths[0].layer: found \"optical\", expected ip, the layer that the method stamp measures"),
        Case(
            "route_km: 20, length: otdr", "length: otdr",
            "m.yaml:16: paths[0].route_km: found nothing, expected a length where length is otdr"),
        Case(
            "length: otdr", "length: geodesic",
            "m.yaml:16: paths[0].length: found \"geodesic\", expected otdr or design where route_km is given"),
        Case(
            "reflector: probe", "method: oduk",
            "m.yaml:16: warning: paths[0].method: found \"oduk\", "
                + "expected stamp or round_trip, or an export, unless collectors.simulator is enabled; nothing measures the path"
        ),
        Case(
            "reflector: probe", "method: oduk, reflector: probe",
            "m.yaml:16: paths[0].reflector: found \"probe\", expected no reflector where method is oduk",
            "m.yaml:16: warning: paths[0].method: found \"oduk\", "
                + "expected stamp or round_trip, or an export, unless collectors.simulator is enabled; nothing measures the path"
        ),
    ]

    @Test("A wrong path", arguments: pathCases)
    func path(_ change: Case) {
        #expect(Sample.messages(replacing: change.old, with: change.new) == change.messages)
    }

    @Test("A path whose floor cannot be known is a warning")
    func floor() {
        let text = Sample.valid.replacing("coordinates: {latitude: 30.30, longitude: 120.05}, ", with: "")
            .replacing(", route_km: 20, length: otdr", with: "")
        #expect(
            Sample.messages(text) == [
                "m.yaml:16: warning: paths[0].route_km: found nothing, expected a length, or coordinates of both "
                    + "sites; the physical floor stays unknown, and with it clock faults"
            ])
    }

    static let centreCases: [Case] = [
        Case(
            "centre: {class: large}", "centre: {racks: 1500}",
            "m.yaml:6: warning: sites[0].centre.class: found nothing, "
                + "expected a class, or indicators.medium_min_racks to tell it from the racks; "
                + "the class stays unknown, which widens K1, K2 and K3"),
        Case(
            "centre: {class: large}", "centre: null",
            "m.yaml:6: warning: sites[0].centre.class: found nothing, expected a class, or racks to tell it from; "
                + "the class stays unknown, which widens K1, K2 and K3"),
        Case("centre: {class: large}", "centre: {racks: 3000}"),
        Case(
            "class: large", "class: large, exits: [{gbps: 400, state: installed}]",
            "m.yaml:6: warning: sites[0].centre.exits[0].interface: found nothing, "
                + "expected an interface as device:ifName; "
                + "nothing shows that the port is in service, so K3 stays unknown for it"),
        Case(
            "class: large", "class: large, exits: [{gbps: 400, state: installed, interface: \"pe2:e1\"}]",
            "m.yaml:6: warning: sites[0].centre.exits[0].interface: found an interface at the site \"west\", "
                + "expected one at this site; K3 counts the status of that port for this centre"),
    ]

    @Test("A centre of which too little is known is a warning", arguments: centreCases)
    func centre(_ change: Case) {
        #expect(Sample.messages(replacing: change.old, with: change.new) == change.messages)
    }
}
