import Metro

/// What a walk found of the inventory's interfaces: the plan of the polls to come, and what an operator should know.
struct InterfaceSurvey: Sendable {
    var plan: InterfacePlan
    var pace: WalkPace
    /// By the plan's entries, until they were looked at: rows are big.
    private(set) var rows: [InterfaceRow]
    /// Subjects that the device has no interface for, or several.
    let notFound: [UInt32]
    /// By ifIndex.
    let subjects: [UInt32: UInt32]
    let notes: [String]

    /// `now`: monotonic, when the walk began.
    init(_ table: InterfaceTable, _ access: SNMPAccess, _ interfaces: [(name: String, subject: UInt32)], now: Int64) {
        let pace = WalkPace(periodNanoseconds: Int64(clamping: access.periodMilliseconds) &* 1_000_000, now: now)
        self.init(table, access.mapping, interfaces, pace, answerOctets: InterfacePlan.presumedAnswerOctets)
    }

    /// A later walk: answers may have become bigger meanwhile, which one packet finds out.
    init(
        _ table: InterfaceTable, _ access: SNMPAccess, _ interfaces: [(name: String, subject: UInt32)],
        after before: InterfaceSurvey
    ) {
        self.init(
            table, access.mapping, interfaces, before.pace,
            answerOctets: min(before.plan.answerOctets * 2, InterfacePlan.presumedAnswerOctets))
    }

    private init(
        _ table: InterfaceTable, _ mapping: InterfaceMapping, _ interfaces: [(name: String, subject: UInt32)],
        _ pace: WalkPace, answerOctets: Int
    ) {
        let directory = table.directory(mapping)
        var found: [(name: String, subject: UInt32, match: InterfaceTable.Match)] = []
        var notFound: [UInt32] = []
        var notes: [String] = []
        for (name, subject) in interfaces {
            switch directory.interface(named: name) {
            case .found(let match): found.append((name, subject, match))
            case .none: notFound.append(subject)
            case .ambiguous:
                notFound.append(subject)
                notes.append("\(name) is not unique: its values are left out")
            }
        }
        plan = InterfacePlan(table, found: found, answerOctets: answerOctets)
        self.pace = pace
        rows = found.map(\.match.row)
        self.notFound = notFound
        subjects = Dictionary(found.map { ($0.match.row.ifIndex, $0.subject) }, uniquingKeysWith: { first, _ in first })
        self.notes = notes + table.oddities
    }

    mutating func forgetRows() { rows = [] }

    /// The octet counters of the interfaces that are up and have counted most.
    func busiest(_ count: Int) -> [OID] {
        let busy = rows.filter { $0.operationalStatus == .up && $0.inOctets.value != nil }
            .sorted { ($0.inOctets.value?.value ?? 0) > ($1.inOctets.value?.value ?? 0) }
        return busy.prefix(count).map { row in
            let isWide = row.cells.counter(.highCapacityInOctets) { _ in }.value != nil
            let column = isWide ? InterfaceColumn.highCapacityInOctets : .inOctets
            return column.column.name.appending(row.ifIndex)
        }
    }
}

extension InterfaceReadings {
    /// Why there is no rate to come; `nil` where both octet counters are there.
    var missingReason: MissingReason? {
        inOctets.value != nil && outOctets.value != nil ? nil : .columnAbsent
    }
}

extension SNMPValue {
    /// A counter's figure.
    var count: UInt64? {
        switch self {
        case .counter32(let value): UInt64(value)
        case .counter64(let value): value
        default: nil
        }
    }
}
