import Metro
import Testing

@testable import SNMP

@Suite(
    "Surveys of recorded devices",
    .enabled(if: RecordedDevice.folder != nil, "skipped: no corpus (set HAOMIAO_CORPUS to its folder)"))
struct RecordedSurveyTests {
    @Test("every device that hears neighbours is surveyed, and most of them on an interface of its own")
    func neighbours() throws {
        let lldp: OID = [1, 0, 8802, 1, 1, 2, 1, 4, 1]
        let devices = try RecordedDevice.all().filter { $0.variables.contains { $0.name.hasPrefix(lldp) } }
        #expect(devices.count == 6)
        for device in devices {
            var agent = FakeAgent(device.variables)
            agent.maximumOctets = 1_400
            let survey = try survey(agent)
            let rows = Set(device.variables.compactMap { $0.name.index(below: SurveyColumn.remoteChassis.column.name) })
            #expect(survey.neighbours.count == rows.count, "\(device.name)")
            let topology = Topology([Topology.KnownDevice(survey: survey)])
            let placed = topology.sightings.filter { $0.interface != nil }
            #expect(placed.count * 3 >= topology.sightings.count * 2, "\(device.name): \(placed.count)")
            for neighbour in survey.neighbours {
                #expect(neighbour.label != "a nameless neighbour", "\(device.name)")
            }
        }
    }

    @Test("the neighbours of recorded devices are on the interfaces that the recordings name")
    func interfaces() throws {
        func heard(_ name: String) throws -> [String] {
            let device = try #require(try RecordedDevice.all().first { $0.name.contains(name) })
            let survey = try survey(FakeAgent(device.variables))
            return Topology([Topology.KnownDevice(survey: survey)]).sightings.map { sighting in
                let interface = sighting.interface.map { survey.interfaces[$0].name } ?? "?"
                return "\(interface) \(sighting.neighbour.label) \(sighting.neighbour.portLabel)"
            }
        }
        #expect(try heard("arista").contains("Ethernet47 ZJ-BP-Bak-Arista Ethernet23"))
        #expect(try heard("cisco-n5000").contains("Ethernet1/23 NWPU-UCS-FI-A Ethernet1/25"))
        #expect(try heard("mx960").contains("ge-0/1/3 外事楼-S5800 Ten-GigabitEthernet1/0/28"))
        #expect(try heard("mx5t").contains("xe-0/0/0 lab-er100.lab.local TenGigE0/0/0/20"))
        #expect(try heard("ciena").contains("ILAN-2 PaloAlto ethernet1/11"))
        // The recording holds no ids of its neighbours, only their kinds.
        #expect(try heard("ruijie") == [])
    }
}
