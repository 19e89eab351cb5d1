import Metro
import Testing

@Suite("A survey for keeping")
struct DeviceSurveyTests {
    private var survey: DeviceSurvey {
        DeviceSurvey(
            systemName: "pe1",
            interfaces: (1...100).map {
                .init(
                    ifIndex: $0, name: "eth\($0)", ifName: "eth\($0)", description: "Ethernet \($0)",
                    alias: $0 % 10 == 3 ? "spare" : "", physicalAddress: "02:00:00:00:00:01")
            },
            ports: (1...100).map { .init(number: $0, identifier: LLDPIdentifier(.interfaceName, "eth\($0)")) },
            neighbours: [
                .init(localPort: 7, systemName: "pe2"), .init(localPort: 8, systemName: "phone", isHost: true),
                .init(localPort: 1, systemName: "station", isHost: true),
            ])
    }

    @Test("keeps what the inventory names and where neighbours are; hosts only where the inventory has a link")
    func kept() {
        var survey = survey
        for place in survey.interfaces.indices { survey.interfaces[place].physicalAddress = nil }
        let condensed = survey.condensed(to: ["eth1", "eth99", "no such"], mapping: .name)
        #expect(condensed.interfaces.map(\.name) == ["eth1", "eth7", "eth99"])
        #expect(condensed.ports.map(\.number) == [1, 7, 99])
        #expect(condensed.neighbours.map(\.systemName) == ["pe2", "station"])
    }

    @Test("keeps what could be mistaken for one of them, so that what was ambiguous stays so")
    func ambiguous() {
        let condensed = survey.condensed(to: ["eth3"], mapping: .name)
        let shared = LLDPIdentifier(.macAddress, "02:00:00:00:00:01")
        #expect(PortDirectory(condensed).interface(heardAs: shared, description: "") == nil)
        let spare = LLDPIdentifier(.interfaceAlias, "spare")
        #expect(PortDirectory(condensed).interface(heardAs: spare, description: "") == nil)
    }
}
