import Metro
import Testing

@testable import SNMP

@Suite(
    "Recorded devices",
    .enabled(if: RecordedDevice.folder != nil, "skipped: no corpus (set HAOMIAO_CORPUS to its folder)"))
struct RecordedDeviceTests {
    private static let user = USMUser(
        name: Array("ops".utf8), authentication: .init(.sha256, password: Array("authpass12345".utf8)),
        privacy: .init(.aes128, password: Array("privpass12345".utf8)))

    @Test(
        "all seventeen devices walk whole over v2c and v3, and every value is the file's", arguments: [25, 7, 1],
        [nil, user])
    func devices(maxRepetitions: Int, user: USMUser?) throws {
        let devices = try RecordedDevice.all()
        #expect(devices.count == 17)
        for device in devices {
            var agent = FakeAgent(device.variables)
            agent.maximumOctets = 1_400
            let table = try walk(agent, as: user, maxRepetitions: maxRepetitions).table
            check(table, device)
        }
    }

    @Test("a poll of all their interfaces brings what the walk brought, by name and by ifIndex")
    func polls() throws {
        for device in try RecordedDevice.all() {
            var agent = FakeAgent(device.variables)
            agent.maximumOctets = 1_400
            let table = try walk(agent).table
            for mapping in [InterfaceMapping.name, .index] {
                let names = table.rows.map { mapping == .name ? $0.name : String($0.ifIndex) }
                let interfaces = names.enumerated().map { (name: $1, subject: UInt32($0)) }
                let access = SNMPAccess(host: device.name, mapping: mapping)
                let survey = InterfaceSurvey(table, access, interfaces, now: 0)
                var scene = PollScene(survey)
                let outcome = try scene.poll(agent)
                #expect(outcome.samples.untimed == scene.walkedSamples.untimed, "\(device.name)")
                #expect(outcome.changes == [] && outcome.oddities == [], "\(device.name)")
                #expect(outcome.fates.allSatisfy { $0 == .answered }, "\(device.name)")
                if mapping == .index { #expect(survey.plan.entries.count == table.rows.count, "\(device.name)") }
            }
        }
    }

    private func check(_ table: InterfaceTable, _ device: RecordedDevice) {
        let columns = Dictionary(uniqueKeysWithValues: InterfaceColumn.allCases.map { ($0, device.column($0)) })
        func value(_ column: InterfaceColumn, _ index: UInt32) -> SNMPValue? { columns[column]?[index] }
        let hasWideOctetsEverywhere = !table.oddities.contains { $0.contains("32-bit") }
        let indices = Set(columns.values.flatMap { $0.keys })
        #expect(table.rows.map(\.ifIndex) == indices.sorted(), "\(device.name)")
        #expect(!table.rows.isEmpty, "\(device.name)")
        for row in table.rows {
            let index = row.ifIndex
            let pairs: [(CounterReading?, InterfaceColumn)] = [
                (row.inErrors.value, .inErrors), (row.outErrors.value, .outErrors),
                (row.inDiscards.value, .inDiscards), (row.outDiscards.value, .outDiscards),
            ]
            for (reading, column) in pairs { #expect(number(value(column, index)) == reading?.value, "\(device.name)") }
            let wideIn = number(value(.highCapacityInOctets, index))
            let narrowIn = number(value(.inOctets, index))
            let wideOut = number(value(.highCapacityOutOctets, index))
            let narrowOut = number(value(.outOctets, index))
            #expect(row.inOctets.value?.value == wideIn ?? narrowIn, "\(device.name) \(index)")
            #expect(row.outOctets.value?.value == wideOut ?? narrowOut, "\(device.name) \(index)")
            if let reading = row.inOctets.value { #expect(reading.is32Bit == (wideIn == nil), "\(device.name)") }
            if let megabits = number(value(.highSpeed, index)), megabits > 0 {
                #expect(row.speedBitsPerSecond.value == megabits * 1_000_000, "\(device.name) \(index)")
            }
            if case .octetString(let name)? = value(.name, index), !name.isEmpty {
                #expect(row.name == DeviceText.decode(name), "\(device.name)")
            }
            if case .octetString(let alias)? = value(.alias, index) {
                #expect(row.alias == DeviceText.decode(alias), "\(device.name)")
            }
            if case .integer(let status)? = value(.adminStatus, index) {
                #expect(row.adminStatus == OperationalStatus(rawValue: Int(status)), "\(device.name)")
            }
            if case .integer(let status)? = value(.operationalStatus, index) {
                #expect(row.operationalStatus == OperationalStatus(rawValue: Int(status)), "\(device.name)")
            }
        }
        #expect(hasWideOctetsEverywhere || columns[.inOctets]?.isEmpty == false, "\(device.name)")
    }

    private func number(_ value: SNMPValue?) -> UInt64? {
        switch value {
        case .counter32(let number): UInt64(number)
        case .counter64(let number): number
        case .gauge32(let number): number
        default: nil
        }
    }

    @Test("what is odd about them is named")
    func oddities() throws {
        let devices = try RecordedDevice.all()
        func oddities(_ name: String) throws -> [String] {
            let device = try #require(devices.first { $0.name.contains(name) })
            return try walk(FakeAgent(device.variables)).table.oddities
        }
        let zte = try oddities("zxr10_5950")
        #expect(zte.contains("no sysUpTime: counters cannot become rates"))
        #expect(zte.contains("no ifXTable: names from ifDescr, speeds from ifSpeed, 32-bit octet counters"))
        #expect(try oddities("vrp_ne8000").contains { $0.hasPrefix("no ifName, ifDescr or ifIndex used: ") })
        #expect(try oddities("juniper-mx960") == [])
    }
}
