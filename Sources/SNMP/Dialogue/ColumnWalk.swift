/// Walks some columns of one or more tables side by side with GETBULK, without I/O. Every answer carries sysUpTime
/// when that is asked for, so that counters and the agent's clock belong together.
///
/// An agent can neither make it run for ever nor make it lie in silence: a column ends where its names stop
/// increasing, and every such thing is an oddity.
struct ColumnWalk: Sendable {
    struct Column: Hashable, Sendable {
        /// The object's name, for people.
        let label: String
        let name: OID
    }
    struct Cell: Hashable, Sendable {
        /// Place in the walk's columns.
        let column: Int
        let index: ArraySlice<UInt32>
        let value: SNMPValue
    }
    struct Batch: Hashable, Sendable {
        var cells: [Cell] = []
        var systemUpTime: UInt32?
    }
    private struct Progress {
        var cursor: OID
        var isDone = false
        var rows = 0
        var repeated = 0
    }

    let columns: [Column]
    private let asksUpTime: Bool
    private let maxRepetitions: Int
    private let rowLimit: Int
    private var progress: [Progress]
    private var columnsPerRequest: Int
    /// Columns of the request under way.
    private var asked: [Int] = []
    private var endings: [String] = []

    /// `rowLimit` bounds each column.
    init(columns: [Column], asksUpTime: Bool, maxRepetitions: Int, rowLimit: Int) {
        self.columns = columns
        self.asksUpTime = asksUpTime
        self.maxRepetitions = maxRepetitions
        self.rowLimit = rowLimit
        progress = columns.map { Progress(cursor: $0.name) }
        columnsPerRequest = max(1, columns.count)
    }

    /// What the agent did that it should not, in an operator's words.
    var oddities: [String] {
        let repeats = zip(columns, progress).filter { $0.1.repeated > 0 }.map { "\($0.0.label) (\($0.1.repeated))" }
        return endings + (repeats.isEmpty ? [] : ["rows sent more than once: \(repeats.joined(separator: ", "))"])
    }

    /// The next request; `nil` when every column is at its end.
    mutating func next() -> SNMPRequest? {
        asked = Array(progress.indices.lazy.filter { [progress] in !progress[$0].isDone }.prefix(columnsPerRequest))
        guard !asked.isEmpty else { return nil }
        return .getBulk(
            nonRepeaters: asksUpTime ? [KnownObjects.systemUpTimeColumn] : [],
            repeaters: asked.map { progress[$0].cursor }, maxRepetitions: maxRepetitions)
    }

    /// Takes the answer to the last request.
    mutating func receive(_ response: SNMPResponse) -> Batch {
        var batch = Batch()
        guard response.errorStatus == .noError else {
            refuse(response)
            return batch
        }
        let variables = response.variables
        let before = asked.map { progress[$0].cursor }
        let nonRepeaters = asksUpTime ? 1 : 0
        if asksUpTime, let first = variables.first, first.name == KnownObjects.systemUpTime,
            case .timeTicks(let ticks) = first.value
        {
            batch.systemUpTime = ticks
        }
        for (place, variable) in variables.dropFirst(nonRepeaters).enumerated() where !asked.isEmpty {
            take(variable, asked[place % asked.count], &batch)
        }
        if variables.count <= nonRepeaters { narrow(reason: "an empty answer") }
        // An agent may cut the answer anywhere; a column that was answered must have moved or ended.
        for (place, column) in asked.enumerated().prefix(max(0, variables.count - nonRepeaters))
        where !progress[column].isDone && progress[column].cursor == before[place] {
            end(column, "\(columns[column].label) runs in a circle after \(position(column)): stopped there")
        }
        return batch
    }

    private mutating func take(_ variable: VariableBinding, _ column: Int, _ batch: inout Batch) {
        guard !progress[column].isDone else { return }
        guard !variable.value.isException, let index = variable.name.index(below: columns[column].name) else {
            progress[column].isDone = true
            return
        }
        guard variable.name > progress[column].cursor else {
            progress[column].repeated += 1
            return
        }
        guard progress[column].rows < rowLimit else {
            end(column, "\(columns[column].label) has more than \(rowLimit) rows: the rest is left out")
            return
        }
        progress[column].cursor = variable.name
        progress[column].rows += 1
        batch.cells.append(Cell(column: column, index: index, value: variable.value))
    }

    private mutating func refuse(_ response: SNMPResponse) {
        let place = Int(clamping: response.errorIndex) &- 1 &- (asksUpTime ? 1 : 0)
        if response.errorStatus != .tooBig, asked.indices.contains(place) {
            let column = asked[place]
            // How an SNMPv1 agent behind a proxy says that the MIB ends here.
            if response.errorStatus == .noSuchName {
                progress[column].isDone = true
            } else {
                end(column, "\(response.errorStatus) at \(columns[column].label) after \(position(column))")
            }
        } else {
            narrow(reason: "\(response.errorStatus)")
        }
    }

    /// Asks for fewer columns at once; a single one that fails too is given up.
    private mutating func narrow(reason: String) {
        if asked.count > 1 {
            columnsPerRequest = asked.count / 2
        } else if let column = asked.first {
            end(column, "\(reason) at \(columns[column].label) after \(position(column)): stopped there")
        }
    }

    private mutating func end(_ column: Int, _ oddity: String) {
        progress[column].isDone = true
        endings.append(oddity)
    }

    private func position(_ column: Int) -> String {
        guard let index = progress[column].cursor.index(below: columns[column].name) else { return "its start" }
        return "row " + index.map(String.init).joined(separator: ".")
    }
}
