/// Reads the interface table of one device, without I/O: hands out requests, takes answers, ends with a table.
///
/// First the scalars, then the columns that name and describe interfaces, then the counters with the agent's clock in
/// every answer, and 32-bit octets only where 64-bit ones are missing.
public struct InterfaceWalk: SNMPDialogue {
    public struct Limits: Hashable, Sendable {
        public var rows = 20_000
        /// GETs and GETBULKs, without retries.
        public var requests = 10_000
        public init() {}
    }

    public typealias Outcome = Result<InterfaceTable, Failure>
    public enum Failure: Error, Hashable, Sendable {
        /// sysUpTime fell between two answers: what was read before belongs to another life of the agent.
        case agentRestarted(fromTicks: UInt32, toTicks: UInt32)
        /// The agent refuses the community what it asks for (RFC 3416 authorizationError).
        case notAuthorised
    }

    private enum Phase {
        case scalars
        case columns(pass: Int, ColumnWalk)
        case done
    }
    private static let passes: [[InterfaceColumn]] = [
        InterfaceColumn.facts, InterfaceColumn.counters, InterfaceColumn.narrowCounters,
    ]

    private let maxRepetitions: Int
    private let limits: Limits
    private var phase = Phase.scalars
    private var isWaiting = false
    private var failure: Failure?
    /// Some agents refuse the whole GET for one object that they lack.
    private var scalarsToAsk: [[OID]] = [
        [
            KnownObjects.systemUpTime, KnownObjects.systemName, KnownObjects.engineBoots,
            KnownObjects.interfaceTableLastChange, KnownObjects.interfaceCount,
        ], [KnownObjects.systemUpTime],
    ]
    private var requests = 0
    private var draft = InterfaceDraft()

    public init(maxRepetitions: Int, limits: Limits = Limits()) {
        self.maxRepetitions = max(1, maxRepetitions)
        self.limits = limits
    }

    public mutating func next() -> SNMPStep<Outcome> {
        if let failure { return .finished(.failure(failure)) }
        return isWaiting ? .wait : advance()
    }

    public mutating func receive(_ response: SNMPResponse, ticket: Int = 0) {
        isWaiting = false
        if response.errorStatus == .authorizationError {
            failure = .notAuthorised
            return
        }
        switch phase {
        case .scalars:
            if response.errorStatus == .noError || scalarsToAsk.isEmpty {
                scalarsToAsk = []
                draft.takeScalars(response.variables)
            }
        case .columns(let pass, var walk):
            let batch = walk.receive(response)
            phase = .columns(pass: pass, walk)
            if let ticks = batch.systemUpTime {
                if let previous = draft.lastAgentTicks, AgentClock.isRestart(from: previous, to: ticks) {
                    failure = .agentRestarted(fromTicks: previous, toTicks: ticks)
                    return
                }
                draft.takeTicks(ticks)
            }
            for cell in batch.cells {
                draft.take(
                    cell, of: Self.passes[pass][cell.column], ticks: batch.systemUpTime,
                    receivedNanoseconds: response.receivedNanoseconds, rowLimit: limits.rows)
            }
        case .done: break
        }
    }

    private mutating func advance() -> SNMPStep<Outcome> {
        if case .scalars = phase {
            if !scalarsToAsk.isEmpty { return ask(.get(NameList(scalarsToAsk.removeFirst()))) }
            begin(pass: 0)
        }
        while case .columns(let pass, var walk) = phase {
            if let request = walk.next() {
                phase = .columns(pass: pass, walk)
                return ask(request)
            }
            for oddity in walk.oddities { draft.note(oddity) }
            begin(pass: pass + 1)
        }
        return finish()
    }

    private mutating func ask(_ request: SNMPRequest) -> SNMPStep<Outcome> {
        guard requests < limits.requests else {
            draft.note("stopped after \(limits.requests) requests: the table is not complete")
            return finish()
        }
        requests += 1
        isWaiting = true
        return .request(request, ticket: 0)
    }

    private mutating func begin(pass: Int) {
        guard pass < Self.passes.count else {
            phase = .done
            return
        }
        let isFallback = Self.passes[pass] == InterfaceColumn.narrowCounters
        let columns = isFallback && !draft.lacksWideOctets ? [] : Self.passes[pass]
        let walk = ColumnWalk(
            columns: columns.map(\.column),
            asksUpTime: draft.lastAgentTicks != nil && Self.passes[pass] != InterfaceColumn.facts,
            maxRepetitions: maxRepetitions, rowLimit: limits.rows)
        phase = .columns(pass: pass, walk)
    }

    private mutating func finish() -> SNMPStep<Outcome> {
        phase = .done
        return .finished(.success(draft.table()))
    }
}
