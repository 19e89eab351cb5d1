import Foundation
import Metro
import Testing

@testable import Configuration

@Suite("The examples of the documentation")
struct ExampleTests {
    @Test("load without an error and without a warning", arguments: Example.allCases)
    func clean(_ example: Example) throws {
        let loaded = try ConfigurationLoader.load(path: example.path)
        #expect(loaded.warnings == [])
        #expect(loaded.source == example.path)
    }

    @Test("The large example holds what it says")
    func metro() throws {
        let loaded = try ConfigurationLoader.load(path: Example.metro.path)
        let inventory = loaded.inventory
        #expect(inventory.city == LocalizedName(chinese: "临江", english: "Linjiang"))
        #expect(inventory.operators.map(\.id.text) == ["ct", "cm"])
        #expect(inventory.sites.count == 5)
        let east = try #require(inventory.site("centre-east"))
        #expect(east.coordinates == Coordinates(latitude: 30.2810, longitude: 120.2350))
        #expect(east.operatorID == "ct")
        let centre = try #require(east.centre)
        #expect(centre.declaredClass == .large)
        #expect(centre.racks == 4200)
        #expect(centre.petaflops == 1800)
        #expect(centre.exits.map(\.state) == [.installed, .accepted(day: "2025-10-20"), .planned])
        #expect(centre.exits[0].interface?.description == "pe-east:HundredGigE0/0/0/0")
        #expect(inventory.site("centre-west")?.importantSite?.crossConnect == .oxc)
        #expect(inventory.site("access-01")?.isCoveragePoint == true)
        #expect(inventory.site("hospital")?.terminalGroup?.industry == .healthCare)

        let west = try #require(inventory.device("pe-west")?.snmp)
        let folder = Example.metro.path.dropLast("/metro.yaml".count)
        #expect(
            west
                == SNMPAccess(
                    host: "2001:db8::2", port: 161, security: .community(.file("\(folder)/secrets/pe-west")),
                    periodMilliseconds: 60_000, timeoutMilliseconds: 3_000, retries: 2, maxRepetitions: 40))
        #expect(inventory.device("pe-east")?.snmp?.security == .community(.environment("SNMP_COMMUNITY")))
        let user = USMUserReference(
            name: "metro", authentication: .init(.sha256, password: .environment("SNMP_AUTH_PASSWORD")),
            privacy: .init(.aes128, password: .environment("SNMP_PRIV_PASSWORD")))
        #expect(inventory.device("pe-river")?.snmp?.security == .user(user))
        #expect(inventory.device("probe-west")?.stamp == STAMPAccess(host: "192.0.2.9", port: 862))

        let gnmi = try #require(inventory.device("river-switch")?.gnmi)
        #expect(gnmi.address == "192.0.2.4:57400" && gnmi.mappings == ["nokia-sros"])
        #expect(gnmi.username == "noc" && gnmi.password == .environment("GNMI_PASSWORD"))
        #expect(
            gnmi.transport
                == .tls(authorities: "\(folder)/secrets/noc-ca.pem", serverName: nil, certificate: nil, key: nil))

        let link = try #require(inventory.link("east-west"))
        #expect(link.capacityBitsPerSecond == 400e9)
        #expect(link.fibreKilometres == 24.6)
        #expect(link.siteA == "centre-east" && link.siteB == "centre-west")
        #expect(inventory.link("east-river")?.siteB == "river-hub")
        #expect(inventory.link("east-river")?.b.name == "1/1/c1/1")

        let path = try #require(inventory.path("east-west-ip"))
        #expect(path.layer == .ip && path.method == .stamp && path.clock == .independent)
        #expect(path.reflector == "probe-west" && path.link == "east-west")
        #expect(path.routeKilometres == 24.6 && path.lengthBasis == .otdr && path.probeIntervalMilliseconds == 100)
        let quick = try #require(inventory.path("east-west-quick"))
        #expect(quick.lengthBasis == .geodesic && quick.probeIntervalMilliseconds == 1_000)
        let remote = try #require(inventory.path("river-west"))
        #expect(remote.instance == "site-river" && remote.dscp == 46 && remote.probeBytes == 256)
        #expect(inventory.instances.first?.command.prefix(3) == ["ssh", "-o", "BatchMode=yes"])

        #expect(loaded.policy.mediumMinimumRacks == 1_000)
        #expect(loaded.policy.target(.circleCoverage, on: "2026-12-31")?.ratio == 0.7)
        #expect(loaded.policy.target(.circleCoverage, on: "2027-01-01")?.ratio == 0.8)
        #expect(loaded.policy.target(.circleCoverage, on: "2027-01-01")?.limitNanoseconds == 1_000_000)
        #expect(loaded.policy.target(.interconnection, on: "2026-01-01")?.percentile == 0.99)
        #expect(loaded.policy.target(.reach, on: "2026-01-01")?.limitNanoseconds == 10_000_000)
        let traps = loaded.collectors.traps
        #expect(traps.isEnabled && traps.host.isEmpty && traps.port == 162 && traps.forwarders == ["192.0.2.200"])
        #expect(traps.community == .environment("TRAP_COMMUNITY"))
        #expect(traps.users.map(\.name) == ["noc"])
        #expect(traps.users.first?.authentication?.algorithm == .sha256)
        #expect(loaded.console.language == .chinese)
        #expect(loaded.console.refreshHertz == 2)
    }

    @Test("The snippets of the reference make one valid configuration")
    func snippets() throws {
        let reference = try String(
            contentsOf: Example.documentation.appending(path: "Configuration.md"), encoding: .utf8)
        let blocks = reference.split(separator: "```yaml\n").dropFirst().compactMap { $0.split(separator: "```").first }
        let text = "version: 1\ncity: x\n" + blocks.filter { !$0.hasPrefix("name:") }.joined()
        #expect(blocks.count >= 11)
        let messages = Sample.messages(text)
        #expect(messages.count == 1)
        #expect(messages.first?.contains("warning: simulator: found settings of the simulator") == true)
    }

    @Test("The simulator block that the large example has commented out loads too")
    func simulatorBlock() throws {
        let lines = try Example.metro.text().split(separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex { $0 == "# simulator:" })
        let text = (lines[..<start] + lines[start...].map { $0.dropFirst(2) }).joined(separator: "\n")
            .replacing("simulator: {enabled: false}", with: "simulator: {enabled: true}")
            .replacing("snmp: {enabled: true, ", with: "snmp: {").replacing("stamp: {enabled: true, ", with: "stamp: {")
        let loaded = try ConfigurationLoader.load(text: text, file: "m.yaml")
        #expect(loaded.warnings == [])
        #expect(loaded.collectors.isSimulatorEnabled && !loaded.collectors.snmp.isEnabled)
        #expect(loaded.simulator.seed == 7)
        #expect(
            loaded.simulator.faults == [
                ScriptedFault(.cut("east-west"), startSeconds: -600, durationSeconds: 300),
                ScriptedFault(.congestion("east-river", utilization: 0.95), startSeconds: 120, durationSeconds: 600),
                ScriptedFault(.clockStep("centre-west", nanoseconds: 200_000), startSeconds: 1_200),
                ScriptedFault(.deviceDown("pe-west"), startSeconds: 1_800, durationSeconds: 180),
            ])
    }
}
