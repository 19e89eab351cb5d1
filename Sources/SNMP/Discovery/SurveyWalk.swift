import Metro

/// Asks one device who it is, what interfaces it has and whom it hears, without I/O. Ends with a survey as far as the
/// agent answers: a device without LLDP has no neighbours, and that is no error.
public struct SurveyWalk: SNMPDialogue {
    public struct Limits: Hashable, Sendable {
        public var interfaces = 20_000
        /// Rows of each LLDP table.
        public var neighbours = 4_096
        /// GETs and GETBULKs, without retries.
        public var requests = 10_000
        public init() {}
    }

    private enum Phase {
        case scalars
        case columns(pass: Int, ColumnWalk)
        case done
    }
    private static let passes = [
        SurveyColumn.interfaces, SurveyColumn.localPorts, SurveyColumn.neighbours, SurveyColumn.managementAddresses,
    ]
    /// Some agents refuse the whole GET for one object that they lack.
    private static let scalars: [[OID]] = [
        [
            KnownObjects.systemName, KnownObjects.systemDescription, KnownObjects.systemObject, KnownObjects.engine,
            SurveyColumn.localChassisSubtype, SurveyColumn.localChassis, SurveyColumn.localName,
        ],
        [KnownObjects.systemName, KnownObjects.systemDescription, KnownObjects.systemObject],
        [SurveyColumn.localChassisSubtype, SurveyColumn.localChassis, SurveyColumn.localName],
    ]

    private let maxRepetitions: Int
    private let limits: Limits
    private var phase = Phase.scalars
    private var isWaiting = false
    private var scalarsToAsk = Self.scalars
    private var requests = 0
    private var draft = SurveyDraft()

    public init(maxRepetitions: Int, limits: Limits = Limits()) {
        self.maxRepetitions = max(1, maxRepetitions)
        self.limits = limits
    }

    /// What has been read until now.
    var soFar: DeviceSurvey { draft.survey() }

    public mutating func next() -> SNMPStep<DeviceSurvey> {
        if isWaiting { return .wait }
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
        return .finished(soFar)
    }

    public mutating func receive(_ response: SNMPResponse, ticket: Int = 0) {
        isWaiting = false
        switch phase {
        case .scalars:
            guard response.errorStatus == .noError else { return }
            // Only the first list names everything.
            if scalarsToAsk.count == Self.scalars.count - 1 { scalarsToAsk = [] }
            draft.takeScalars(response.variables)
        case .columns(let pass, var walk):
            for cell in walk.receive(response).cells { draft.take(cell, of: Self.passes[pass][cell.column]) }
            phase = .columns(pass: pass, walk)
        case .done: break
        }
    }

    private mutating func ask(_ request: SNMPRequest) -> SNMPStep<DeviceSurvey> {
        guard requests < limits.requests else {
            draft.note("stopped after \(limits.requests) requests: the survey is not complete")
            phase = .done
            return .finished(soFar)
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
        phase = .columns(
            pass: pass,
            ColumnWalk(
                columns: Self.passes[pass].map(\.column), asksUpTime: false, maxRepetitions: maxRepetitions,
                rowLimit: pass == 0 ? limits.interfaces : limits.neighbours))
    }
}
