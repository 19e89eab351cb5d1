import Collecting
import Metro
import Synchronization
import Telemetry

/// Polls the interfaces of one device over SNMPv2c.
public final class SNMPCollector: Collector, PolledInterfaces {
    private struct State {
        var channel: (any SNMPChannel)?
        var previousTicks: UInt32?
        /// By ifIndex, of the last poll.
        var subjects: [UInt32: UInt32] = [:]
    }

    public let target: TargetDescription
    public let cadence: Cadence
    private let agent: SNMPAgent
    private let interfaces: [(name: String, subject: UInt32)]
    private let transport: any SNMPTransport
    private let state = Mutex(State())

    /// `interfaces`: those of the inventory, by ifName (or ifDescr), with the subjects that their samples carry.
    public init(
        device: Device, access: SNMPAccess, credentials: SNMPCredentials, interfaces: [(name: String, subject: UInt32)],
        transport: any SNMPTransport
    ) {
        agent = SNMPAgent(access, credentials: credentials)
        target = TargetDescription(kind: .snmp, name: device.id.text, address: agent.address)
        cadence = .every(milliseconds: access.periodMilliseconds)
        self.interfaces = interfaces
        self.transport = transport
    }

    /// A poll that takes longer than two periods is given up; a minute is always allowed.
    private var limitNanoseconds: Int64 {
        guard case .every(let milliseconds) = cadence else { return SNMPPoll.defaultLimitNanoseconds }
        return max(60_000, Int64(clamping: milliseconds) &* 2) &* 1_000_000
    }

    public func subject(ofInterface ifIndex: UInt32) -> UInt32? { state.withLock { $0.subjects[ifIndex] } }
    public var lastAgentTicks: UInt32? { state.withLock { $0.previousTicks } }

    public func collect(into intake: any Intake) async throws {
        let result: SNMPPollResult
        do {
            result = try await SNMPPoll.poll(
                agent, on: try await channel(), time: intake.time, limitNanoseconds: limitNanoseconds
            ) { [self] exchange in report(exchange, to: intake) }
        } catch {
            // The name may resolve to another address next time.
            state.withLock { $0.channel = nil }
            throw error
        }
        intake.report(.answered(durationNanoseconds: result.durationNanoseconds))
        intake.report(.notes(clockNotes(result.table) + deliver(result.table, to: intake) + result.table.oddities))
    }

    private func channel() async throws -> any SNMPChannel {
        if let open = state.withLock({ $0.channel }) { return open }
        let channel = try await transport.open(agent)
        state.withLock { $0.channel = channel }
        return channel
    }

    private func report(_ exchange: SNMPExchange, to intake: any Intake) {
        let (timeouts, retries) =
            switch exchange.result {
            case .answered: (exchange.tries - 1, exchange.tries - 1)
            case .failed(.timeout): (exchange.tries, exchange.tries - 1)
            case .failed: (0, 0)
            }
        for _ in 0..<max(0, timeouts) { intake.report(.timedOut) }
        for _ in 0..<max(0, retries) { intake.report(.retried) }
    }

    private func clockNotes(_ table: InterfaceTable) -> [String] {
        let previous = state.withLock { state in
            defer { state.previousTicks = table.lastAgentTicks }
            return state.previousTicks
        }
        guard let ticks = table.lastAgentTicks, ticks == previous else { return [] }
        return ["agent clock stands still: sysUpTime is \(ticks) as at the last poll"]
    }

    /// Offers the samples of the inventory's interfaces; returns what the operator should know of them.
    private func deliver(_ table: InterfaceTable, to intake: any Intake) -> [String] {
        let directory = table.directory
        var samples: [Sample] = []
        var notes: [String] = []
        var subjects: [UInt32: UInt32] = [:]
        for (name, subject) in interfaces {
            switch directory.interface(named: name) {
            case .found(let row):
                subjects[row.ifIndex] = subject
                let facts = InterfaceFacts(ifIndex: row.ifIndex, alias: row.alias)
                intake.report(.interface(subject: subject, facts: facts))
                let hasOctets = row.inOctets.value != nil && row.outOctets.value != nil
                intake.report(.interfaceMissing(subject: subject, reason: hasOctets ? nil : .columnAbsent))
                samples += row.samples(
                    subject: subject, engineBoots: table.engineBoots, wallNanoseconds: intake.time.wallNanoseconds)
            case .none:
                intake.report(.interfaceMissing(subject: subject, reason: .interfaceNotFound))
            case .ambiguous:
                intake.report(.interfaceMissing(subject: subject, reason: .interfaceNotFound))
                notes.append("\(name) is not unique: its values are left out")
            }
        }
        state.withLock { $0.subjects = subjects }
        intake.offer(samples)
        return notes
    }
}
