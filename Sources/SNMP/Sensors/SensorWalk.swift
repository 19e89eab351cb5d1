/// Reads a device's sensors, without I/O: their figures, and what they belong to unless that is known already.
struct SensorWalk: SNMPDialogue {
    struct Outcome: Sendable {
        var figures: TableWalk.Outcome
        /// When the last figures came, wall clock, nanoseconds.
        var receivedNanoseconds: Int64
        var entities: EntityTree

        func cells(_ column: SensorColumn) -> [TableWalk.Cell] {
            SensorColumn.readings.firstIndex(of: column).map { figures.columns[$0] } ?? []
        }
    }

    private let maxRepetitions: Int
    private var figures: TableWalk
    private var figuresRead: TableWalk.Outcome?
    private var entities: TableWalk?
    private var receivedNanoseconds: Int64 = 0
    private let known: EntityTree?

    /// `entities`: what earlier walks found; `nil` to find it out.
    init(maxRepetitions: Int, entities known: EntityTree?) {
        self.maxRepetitions = maxRepetitions
        self.known = known
        figures = TableWalk(columns: SensorColumn.readings.map(\.column), maxRepetitions: maxRepetitions)
    }

    mutating func next() -> SNMPStep<Outcome> {
        if entities == nil {
            switch figures.next() {
            case .request(let request, let ticket): return .request(request, ticket: ticket)
            case .wait: return .wait
            case .finished(let outcome):
                figuresRead = outcome
                let isTold = known != nil || !Self.hasParts(outcome)
                entities = TableWalk(
                    columns: isTold ? [] : SensorColumn.entities.map(\.column), maxRepetitions: maxRepetitions)
            }
        }
        switch entities?.next() {
        case .request(let request, let ticket): return .request(request, ticket: ticket)
        case .wait: return .wait
        case .finished(let outcome):
            return .finished(
                Outcome(
                    figures: figuresRead ?? outcome, receivedNanoseconds: receivedNanoseconds,
                    entities: known ?? EntityTree(outcome)))
        case nil: return .wait
        }
    }

    mutating func receive(_ response: SNMPResponse, ticket: Int) {
        if entities == nil {
            receivedNanoseconds = response.receivedNanoseconds
            figures.receive(response, ticket: ticket)
        } else {
            entities?.receive(response, ticket: ticket)
        }
    }

    /// Figures that are told apart by entPhysicalIndex.
    private static func hasParts(_ outcome: TableWalk.Outcome) -> Bool {
        [SensorColumn.sensorType, .huaweiReceived].contains { column in
            SensorColumn.readings.firstIndex(of: column).map { !outcome.columns[$0].isEmpty } ?? false
        }
    }
}
