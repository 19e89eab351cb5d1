/// Reads some scalars and then some columns of tables to their ends: any MIB as cells. Several walks make a bigger
/// dialogue; `ColumnWalk` says what an agent cannot do to it.
struct TableWalk: SNMPDialogue {
    struct Limits: Hashable, Sendable {
        /// Of each column.
        var rows = 20_000
        /// GETs and GETBULKs, without retries.
        var requests = 10_000
    }
    /// The index of a row: the arcs after the column's name.
    typealias Index = [UInt32]

    struct Cell: Hashable, Sendable {
        var index: Index
        var value: SNMPValue
    }

    struct Outcome: Hashable, Sendable {
        /// Those that the agent has, exceptions left out.
        var scalars: [OID: SNMPValue] = [:]
        /// In the order of the columns asked for; rows in the order of the agent.
        var columns: [[Cell]]
        /// What the agent did that it should not, in an operator's words.
        var oddities: [String] = []
        /// The agent said authorizationError: what there is is not all.
        var isRefused = false

        /// The cells of one column by index; of a row sent twice the first one counts.
        func cells(_ column: Int) -> [Index: SNMPValue] {
            Dictionary(columns[column].map { ($0.index, $0.value) }, uniquingKeysWith: { first, _ in first })
        }
    }

    private let limits: Limits
    /// GETs to be sent, last first.
    private var scalarRequests: [[OID]]
    private var askedScalars: [OID] = []
    private var walk: ColumnWalk
    private var requests = 0
    private var isWaiting = false
    private var isOver = false
    private var outcome: Outcome

    init(
        scalars: [OID] = [], columns: [ColumnWalk.Column], maxRepetitions: Int, limits: Limits = Limits()
    ) {
        self.limits = limits
        scalarRequests = scalars.isEmpty ? [] : [scalars]
        walk = ColumnWalk(
            columns: columns, asksUpTime: false, maxRepetitions: max(1, maxRepetitions), rowLimit: limits.rows)
        outcome = Outcome(columns: columns.map { _ in [] })
    }

    mutating func next() -> SNMPStep<Outcome> {
        if isWaiting { return .wait }
        if !isOver, requests < limits.requests {
            if let names = scalarRequests.popLast() {
                askedScalars = names
                return ask(.get(NameList(names)))
            }
            if let request = walk.next() { return ask(request) }
        } else if !isOver {
            outcome.oddities.append("stopped after \(limits.requests) requests: the tables are not complete")
        }
        if !isOver { outcome.oddities += walk.oddities }
        isOver = true
        return .finished(outcome)
    }

    mutating func receive(_ response: SNMPResponse, ticket: Int) {
        isWaiting = false
        if response.errorStatus == .authorizationError {
            outcome.isRefused = true
            outcome.oddities += walk.oddities
            isOver = true
        } else if askedScalars.isEmpty {
            for cell in walk.receive(response).cells {
                outcome.columns[cell.column].append(Cell(index: Array(cell.index), value: cell.value))
            }
        } else {
            take(response)
        }
    }

    private mutating func take(_ response: SNMPResponse) {
        defer { askedScalars = [] }
        guard response.errorStatus == .noError else {
            // Some agents refuse the whole GET for one object that they lack.
            if askedScalars.count > 1 { scalarRequests += askedScalars.reversed().map { [$0] } }
            return
        }
        for variable in response.variables where askedScalars.contains(variable.name) && !variable.value.isException {
            outcome.scalars[variable.name] = variable.value
        }
    }

    private mutating func ask(_ request: SNMPRequest) -> SNMPStep<Outcome> {
        requests += 1
        isWaiting = true
        return .request(request, ticket: 0)
    }
}
