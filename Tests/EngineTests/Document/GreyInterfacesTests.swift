import Metro
import Testing

@testable import Engine
@testable import SNMP

@Suite("Why interfaces are grey")
struct GreyInterfacesTests {
    private func row(_ name: String, is32Bit: Bool, speed: UInt64) -> InterfaceRow {
        let octets = Reading.known(
            CounterReading(value: 7, is32Bit: is32Bit, agentTicks: 100, receivedNanoseconds: 0))
        return InterfaceRow(
            ifIndex: 1, name: name, ifName: name, description: nil, alias: "", adminStatus: .up,
            readings: InterfaceReadings(
                speedBitsPerSecond: .known(speed), operationalStatus: .up, inOctets: octets, outOctets: octets,
                inErrors: .missing(.columnAbsent), outErrors: .missing(.columnAbsent),
                inDiscards: .missing(.columnAbsent), outDiscards: .missing(.columnAbsent), discontinuityTicks: nil),
            oddities: [], cells: InterfaceCells())
    }
    private func grey(
        _ rows: [InterfaceRow], found: [String], _ grey: [SNMPPollResult.Grey] = [], period: Int = 30_000,
        stoppedClock: UInt32? = nil
    ) -> [String] {
        let used = rows.filter { found.contains($0.name) }
        let result = SNMPPollResult(
            table: InterfaceTable(rows: rows), address: "a", durationNanoseconds: 0, requests: 1, retries: 0,
            variables: 1, exchanges: [], found: Dictionary(uniqueKeysWithValues: used.map { ($0.name, $0) }),
            grey: grey, optics: [:], sensors: nil)
        return GreyInterfaces(result, periodMilliseconds: period, stoppedClock: stoppedClock).all.map {
            "\($0.name): \($0.reason): \($0.explanation)"
        }
    }

    @Test("an interface with counters, speed and a clock that goes on is not")
    func fine() {
        #expect(grey([row("ge0", is32Bit: false, speed: 400_000_000_000)], found: ["ge0"]).isEmpty)
        #expect(grey([row("ge0", is32Bit: true, speed: 10_000_000)], found: ["ge0"]).isEmpty)
    }

    @Test("a 32-bit counter that can wrap within two periods is too fast; with a shorter period it is not")
    func narrow() {
        let gigabit = [row("ge0", is32Bit: true, speed: 1_000_000_000)]
        #expect(
            grey(gigabit, found: ["ge0"]) == [
                "ge0: counter32_too_fast: its 32-bit octet counters can wrap every 34 s, faster than two periods of 30 s"
            ])
        #expect(grey(gigabit, found: ["ge0"], period: 15_000).isEmpty)
    }

    @Test("where the agent's clock stands still every interface of the inventory is, and only those")
    func clock() {
        let rows = [row("ge0", is32Bit: false, speed: 1), row("ge1", is32Bit: false, speed: 1)]
        #expect(
            grey(rows, found: ["ge1"], stoppedClock: 42) == [
                "ge1: agent_clock_stopped: sysUpTime stands still at 42: no time, no rate"
            ])
    }

    @Test("a name that the device does not have comes with the nearest that it has")
    func nearest() {
        let rows = ["GigabitEthernet0/1/0", "XGigabitEthernet0/1/0", "GigabitEthernet0/1/1"].map {
            row($0, is32Bit: false, speed: 1)
        }
        let missing = SNMPPollResult.Grey(
            name: "GE0/1/0", reason: .interfaceNotFound, explanation: "no interface has this ifName or ifDescr")
        #expect(
            grey(rows, found: [], [missing]) == [
                "GE0/1/0: interface_not_found: no interface has this ifName or ifDescr; "
                    + "nearest: GigabitEthernet0/1/0, XGigabitEthernet0/1/0"
            ])
        #expect(GreyInterfaces.nearest(to: "ETH0", in: ["lo", "eth1", "eth0"]) == ["eth0"])
        #expect(GreyInterfaces.nearest(to: "mgmt", in: ["lo", "eth1"]).isEmpty)
        #expect(GreyInterfaces.nearest(to: "", in: ["", "lo"]) == [""])
        #expect(GreyInterfaces.nearest(to: "1", in: ["a1", "b1", "c1", "d1"]).count == 3)
    }
}
