import Collecting
import Foundation
import Glibc
import Sockets
import Testing

@testable import SNMP

@Suite(
    "A real agent", .serialized,
    .enabled(if: RealAgent.isInstalled(RealAgent.path), "skipped: no \(RealAgent.path) (apt-get install snmpd)"))
struct RealAgentTests {
    @Test(
        "a poll finds what snmpbulkwalk prints", .timeLimit(.minutes(1)),
        .enabled(if: RealAgent.isInstalled(RealAgent.walkPath), "skipped: no snmpbulkwalk (apt-get install snmp)"))
    func agrees() async throws {
        let server = try RealAgent()
        let transport = SNMPDispatcher(loop: try ReadinessLoop())
        _ = try await server.firstPoll(over: transport)
        // Counters move and the agent refreshes them in steps: ours lie between the walks before and after.
        let before = try [InterfaceColumn.highCapacityInOctets, .highCapacityOutOctets].map { try server.walk($0) }
        let table = try await SNMPPoll.poll(server.agent(), over: transport).table
        let after = try [InterfaceColumn.highCapacityInOctets, .highCapacityOutOctets].map { try server.walk($0) }
        #expect(!table.rows.isEmpty)
        #expect(table.systemName == "metro-pe1" && table.engineBoots != nil && table.lastAgentTicks != nil)
        let names = try server.walk(.name)
        let speeds = try server.walk(.highSpeed)
        let statuses = try server.walk(.operationalStatus)
        #expect(table.rows.map(\.ifIndex) == names.keys.sorted())
        for row in table.rows {
            #expect(row.name == names[row.ifIndex])
            if row.speedBitsPerSecond.value != nil {
                #expect(row.speedBitsPerSecond.value.map { "\($0 / 1_000_000)" } == speeds[row.ifIndex])
            } else {
                #expect(speeds[row.ifIndex] == "0")
            }
            #expect(row.operationalStatus.map { "\($0.rawValue)" } == statuses[row.ifIndex])
            for (place, reading) in [row.inOctets, row.outOctets].enumerated() {
                let value = try #require(reading.value?.value)
                let least = try #require(UInt64(before[place][row.ifIndex] ?? ""))
                let most = try #require(UInt64(after[place][row.ifIndex] ?? ""))
                #expect(least <= value && value <= most)
                #expect(reading.value?.is32Bit == false && reading.value?.agentTicks != nil)
            }
        }
    }

    @Test("a wrong community is silence, a right one still works afterwards", .timeLimit(.minutes(1)))
    func wrongCommunity() async throws {
        let server = try RealAgent()
        let transport = SNMPDispatcher(loop: try ReadinessLoop())
        _ = try await server.firstPoll(over: transport)
        let error = await #expect(throws: CollectorError.self) {
            try await SNMPPoll.poll(
                server.agent(community: "wrong", timeoutMilliseconds: 100, retries: 1), over: transport)
        }
        #expect(error?.message == "no answer from 127.0.0.1:\(server.port) in 2 tries of 100 ms")
        #expect(try await SNMPPoll.poll(server.agent(), over: transport).table.rows.isEmpty == false)
    }
}
