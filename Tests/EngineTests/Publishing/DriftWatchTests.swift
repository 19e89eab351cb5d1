import Collecting
import Configuration
import Metro
import Testing

@testable import Engine

@Suite("Drift between inventory and network")
struct DriftWatchTests {
    private func setup() throws -> EngineSetup {
        EngineSetup(
            try ConfigurationLoader.load(
                text: """
                    version: 1
                    city: City
                    devices:
                      - {id: pe1, snmp: {host: 10.0.0.1}}
                      - {id: pe2, snmp: {host: 10.0.0.2}}
                      - {id: probe}
                    links:
                      - {id: one, a: "pe1:eth1", b: "pe2:eth1", capacity: 100G}
                    """, file: "drift.yaml"))
    }

    private func survey(_ name: String, hears neighbour: String, port: String) -> DeviceSurvey {
        DeviceSurvey(
            systemName: name,
            interfaces: [.init(ifIndex: 1, name: "eth1", ifName: "eth1", speedBitsPerSecond: 100_000_000_000)],
            neighbours: [
                .init(localPort: 1, port: LLDPIdentifier(.interfaceName, port), systemName: neighbour)
            ])
    }

    private func board(_ surveys: (DeviceID, DeviceSurvey)...) -> SubjectBoard {
        var board = SubjectBoard(interfaces: 2, paths: 0)
        for (device, survey) in surveys { board.apply(.survey(device: device, survey)) }
        return board
    }

    @Test("before the first survey nothing differs, and nothing was compared")
    func nothingYet() throws {
        let watch = DriftWatch(try setup())
        watch.look(at: board())
        #expect(watch.picture == DriftPicture(polledDevices: 2))
    }

    @Test("one end that agrees is enough; a far end that did not say anything yet contradicts nothing")
    func agreement() throws {
        let watch = DriftWatch(try setup())
        watch.look(at: board(("pe1", survey("pe1", hears: "pe2", port: "eth1"))))
        #expect(watch.picture == DriftPicture(surveyedDevices: 1, polledDevices: 2))
    }

    @Test(
        "a far end that is another device, and a neighbour that the inventory does not know, are told with their link")
    func otherNeighbour() throws {
        let watch = DriftWatch(try setup())
        watch.look(
            at: board(
                ("pe1", survey("pe1", hears: "pe9", port: "eth4")), ("pe2", survey("pe2", hears: "pe1", port: "eth1"))))
        #expect(
            watch.picture.findings == [
                DriftFinding(
                    .otherNeighbour, device: "pe1", interface: "eth1", link: "one", expected: "pe2:eth1",
                    found: "pe9:eth4")
            ])
        #expect(watch.picture.findings(of: LinkID("one")).count == 1)
        #expect(watch.picture.findings(of: DeviceID("pe2")).isEmpty)
    }

    @Test("a device that hears nobody is counted, and contradicts nothing")
    func deaf() throws {
        let watch = DriftWatch(try setup())
        var silent = survey("pe1", hears: "", port: "")
        silent.neighbours = []
        watch.look(at: board(("pe1", silent)))
        #expect(watch.picture == DriftPicture(surveyedDevices: 1, polledDevices: 2, deafDevices: 1))
    }

    @Test("at most a thousand findings are kept, and the rest is counted")
    func bounded() {
        let findings = (0..<1_500).map { DriftFinding(.unknownNeighbour, device: "pe1", interface: "eth\($0)") }
        let picture = DriftPicture(findings: findings)
        #expect(picture.findings.count == 1_000 && picture.omitted == 500)
    }

    @Test("the snapshot's JSON has every finding with its kind, and how much was compared")
    func document() throws {
        let run = SimulatedRun(SmallCity.setup())
        var snapshot = run.snapshot()
        snapshot.drift = DriftPicture(
            findings: [
                DriftFinding(
                    .speedDiffers, device: "pe1", interface: "eth1", link: "one", expected: "100G", found: "10G")
            ], surveyedDevices: 3, polledDevices: 4, deafDevices: 1)
        let document = try decoded(try SnapshotDocument(snapshot, seconds: 5, version: "1.2.3").json())
        let drift = document.object("drift")
        #expect(drift.number("surveyed_devices") == 3 && drift.number("polled_devices") == 4)
        #expect(drift.number("deaf_devices") == 1 && drift.number("omitted") == 0)
        let finding = try #require(drift.list("findings").first)
        #expect(finding.text("kind") == "speed_differs" && finding.text("link") == "one")
        #expect(finding.text("expected") == "100G" && finding.text("found") == "10G")
    }
}
