import Collecting
import Metro
import Synchronization

/// What one poll cost and brought, for those who want to know why.
public struct SNMPPollResult: Sendable {
    /// An interface of the inventory that has no rates, or none in one direction.
    public struct Grey: Hashable, Sendable {
        /// As the inventory calls it.
        public var name: String
        public var reason: MissingReason
        /// What was found, in an operator's words.
        public var explanation: String
    }
    public var table: InterfaceTable
    /// Host and port.
    public var address: String
    public var durationNanoseconds: Int64
    /// GETs and GETBULKs answered.
    public var requests: Int
    /// Requests sent again.
    public var retries: Int
    /// Variables received.
    public var variables: Int
    /// The first of what was asked, and what came of it; at most `SNMPPoll.exchangesKept`.
    public var exchanges: [SNMPExchange]
    /// The inventory's interfaces that were found, by the inventory's name.
    public var found: [String: InterfaceRow]
    public var grey: [Grey]
    /// Of the interfaces of the inventory, by its name.
    public var optics: [String: InterfaceOptics]
    public var sensors: DeviceSensors?
}

/// Reads a device's interface table and sensors once.
public enum SNMPPoll {
    /// A poll that takes longer is given up, nanoseconds.
    public static let defaultLimitNanoseconds: Int64 = 300_000_000_000
    public static let exchangesKept = 1_000

    /// Throws `CollectorError`, or `CancellationError` when cancelled. `limitNanoseconds` bounds the reading of the table
    /// and that of the sensors; without the latter the result is still one. `interfaces`: of the inventory, as `mapping`
    /// says. `observe` hears of every request, also where the poll fails.
    public static func poll(
        _ agent: SNMPAgent, over transport: any SNMPTransport, interfaces: [String] = [],
        mapping: InterfaceMapping = .name, time: any TimeSource = SystemTime(),
        limitNanoseconds: Int64 = defaultLimitNanoseconds,
        observe hear: @escaping @Sendable (SNMPExchange) -> Void = { _ in }
    ) async throws -> SNMPPollResult {
        let channel = try await transport.open(agent)
        let started = time.monotonicNanoseconds
        let account = Mutex(Account())
        let observe: @Sendable (SNMPExchange) -> Void = { exchange in
            account.withLock { $0.take(exchange) }
            hear(exchange)
        }
        let table: InterfaceTable
        do {
            table = try await channel.run(
                InterfaceWalk(maxRepetitions: agent.maxRepetitions), limitNanoseconds: limitNanoseconds,
                observe: observe
            ).get()
        } catch let failure as SNMPFailure {
            throw failure.error(at: agent.address)
        } catch let failure as InterfaceWalk.Failure {
            throw failure.error(at: agent.address)
        }
        let (found, grey) = explain(table, interfaces, mapping)
        let plan = InterfacePlan(table, found: found)
        let sensors: SensorReport?
        do {
            let walk = SensorWalk(maxRepetitions: agent.maxRepetitions, entities: nil)
            sensors = SensorReport(
                try await channel.run(walk, limitNanoseconds: limitNanoseconds, observe: observe), plan.entries)
        } catch is SNMPFailure {
            // The exchanges show where it broke off.
            sensors = nil
        }
        let totals = account.withLock { $0 }
        return SNMPPollResult(
            table: table, address: agent.address, durationNanoseconds: time.monotonicNanoseconds &- started,
            requests: totals.requests, retries: totals.retries, variables: totals.variables,
            exchanges: totals.exchanges,
            found: Dictionary(found.map { ($0.name, $0.match.row) }, uniquingKeysWith: { first, _ in first }),
            grey: grey,
            optics: Dictionary(
                plan.entries.compactMap { entry in sensors?.optics[entry.subject].map { (entry.name, $0) } },
                uniquingKeysWith: { first, _ in first }), sensors: sensors?.device)
    }

    private typealias Found = [(name: String, subject: UInt32, match: InterfaceTable.Match)]

    private static func explain(
        _ table: InterfaceTable, _ interfaces: [String], _ mapping: InterfaceMapping
    ) -> (found: Found, grey: [SNMPPollResult.Grey]) {
        let directory = table.directory(mapping)
        var found: Found = []
        var grey: [SNMPPollResult.Grey] = []
        for (number, name) in interfaces.enumerated() {
            switch directory.interface(named: name) {
            case .found(let match):
                found.append((name, UInt32(number), match))
                if let (reason, explanation) = match.row.readings.grey(hasClock: table.lastAgentTicks != nil) {
                    grey.append(.init(name: name, reason: reason, explanation: explanation))
                }
            case .none:
                let explanation = "no interface has this \(mapping.label)"
                grey.append(.init(name: name, reason: .interfaceNotFound, explanation: explanation))
            case .ambiguous(let indices):
                let list = indices.prefix(4).map(String.init).joined(separator: ", ") + (indices.count > 4 ? " …" : "")
                let explanation = "\(indices.count) interfaces have this \(mapping.label) (ifIndex \(list))"
                grey.append(.init(name: name, reason: .interfaceNotFound, explanation: explanation))
            }
        }
        return (found, grey)
    }

    private struct Account {
        var requests = 0
        var retries = 0
        var variables = 0
        var exchanges: [SNMPExchange] = []

        mutating func take(_ exchange: SNMPExchange) {
            if exchanges.count < SNMPPoll.exchangesKept { exchanges.append(exchange) }
            guard case .answered(_, _, let count, _) = exchange.result else { return }
            requests += 1
            retries += exchange.tries - 1
            variables += count
        }
    }
}

extension InterfaceReadings {
    /// Why there are no rates of an interface to come, whatever the next poll brings; `nil` where there may be some.
    fileprivate func grey(hasClock: Bool) -> (MissingReason, String)? {
        if inOctets.value == nil || outOctets.value == nil {
            let direction = inOctets.value == nil ? (outOctets.value == nil ? "" : " inbound") : " outbound"
            return (.columnAbsent, "the agent gives no\(direction) octets of it")
        }
        if !hasClock { return (.agentClockStopped, "the agent has no sysUpTime") }
        switch speedBitsPerSecond {
        case .missing(let reason): return (reason, "its speed cannot be told from ifHighSpeed and ifSpeed")
        case .known: return nil
        }
    }
}

extension InterfaceMapping {
    fileprivate var label: String {
        switch self {
        case .name: "ifName or ifDescr"
        case .alias: "ifAlias"
        case .index: "ifIndex"
        }
    }
}

extension InterfaceWalk.Failure {
    /// The failure in an operator's words.
    func error(at address: String) -> CollectorError {
        switch self {
        case .agentRestarted(let from, let to):
            CollectorError(
                .protocolError,
                "the agent at \(address) restarted during the poll (sysUpTime fell from \(from) to \(to))")
        case .notAuthorised:
            CollectorError(
                .protocolError, "\(address) answers authorizationError",
                advice: "give the community read access to IF-MIB (1.3.6.1.2.1.2 and 1.3.6.1.2.1.31)")
        }
    }
}
