import Metro
import Testing

@Suite("Finding the interface behind an LLDP port")
struct PortDirectoryTests {
    private func directory(ports: [DeviceSurvey.Port] = []) -> PortDirectory {
        PortDirectory(
            DeviceSurvey(
                interfaces: [
                    .init(
                        ifIndex: 501, name: "xe-0/0/0", ifName: "xe-0/0/0", description: "xe-0/0/0", alias: "to pe2",
                        physicalAddress: "02:00:00:00:00:01"),
                    .init(
                        ifIndex: 502, name: "Te0/1", ifName: "Te0/1", description: "TenGigE0/1", alias: "spare",
                        physicalAddress: "02:00:00:00:00:02"),
                    .init(
                        ifIndex: 503, name: "Te0/2", ifName: "Te0/2", description: "TenGigE0/2", alias: "spare",
                        physicalAddress: "02:00:00:00:00:02"),
                ], ports: ports))
    }

    @Test(
        "a neighbour may call it by ifName, ifDescr, ifAlias, MAC address or ifIndex",
        arguments: [
            (LLDPIdentifier(.interfaceName, "xe-0/0/0"), 0), (LLDPIdentifier(.interfaceName, "TenGigE0/1"), 1),
            (LLDPIdentifier(.interfaceAlias, "to pe2"), 0), (LLDPIdentifier(.macAddress, "02:00:00:00:00:01"), 0),
            (LLDPIdentifier(.local, "503"), 2), (LLDPIdentifier(.unknown, "Te0/2"), 2),
        ])
    func heard(identifier: LLDPIdentifier, place: Int) {
        #expect(directory().interface(heardAs: identifier, description: "") == place)
    }

    @Test("what fits several interfaces, or none, finds none")
    func open() {
        #expect(directory().interface(heardAs: LLDPIdentifier(.interfaceAlias, "spare"), description: "") == nil)
        let shared = LLDPIdentifier(.macAddress, "02:00:00:00:00:02")
        #expect(directory().interface(heardAs: shared, description: "") == nil)
        #expect(directory().interface(heardAs: shared, description: "Te0/1") == 1)
        #expect(directory().interface(heardAs: nil, description: "") == nil)
        #expect(directory().interface(heardAs: LLDPIdentifier(.interfaceName, "501"), description: "") == nil)
    }

    @Test("the device's own list of ports says which one a number or an id is")
    func ownPorts() {
        let ports = directory(ports: [
            .init(number: 1, identifier: LLDPIdentifier(.local, "port 1"), description: "Te0/1"),
            .init(number: 2, identifier: LLDPIdentifier(.interfaceName, "Te0/2")),
            .init(number: 3, identifier: LLDPIdentifier(.local, "elsewhere")),
        ])
        #expect(ports.interface(ofPort: 1) == 1)
        #expect(ports.interface(ofPort: 2) == 2)
        #expect(ports.interface(heardAs: LLDPIdentifier(.local, "port 1"), description: "") == 1)
        #expect(ports.interface(ofPort: 3) == nil)
        // Without a row of its own the number is the ifIndex.
        #expect(ports.interface(ofPort: 501) == 0)
    }

    @Test("the inventory means ifName, and ifDescr where that finds nothing; or ifAlias or ifIndex where it says so")
    func inventory() {
        #expect(directory().interface(named: "Te0/1", mapping: .name) == 1)
        #expect(directory().interface(named: "TenGigE0/1", mapping: .name) == 1)
        #expect(directory().interface(named: "to pe2", mapping: .alias) == 0)
        #expect(directory().interface(named: "spare", mapping: .alias) == nil)
        #expect(directory().interface(named: "502", mapping: .index) == 1)
        #expect(directory().interface(named: "Te0/1", mapping: .index) == nil)
    }
}
