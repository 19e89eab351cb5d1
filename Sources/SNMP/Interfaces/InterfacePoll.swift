import Telemetry

/// Reads the numbers of a plan's interfaces, without I/O: as few GETs as fit, each with the agent's clock, several under
/// way at once. An interface that is no longer where the walk found it gives no numbers.
///
/// A packet that the agent calls tooBig, or answers in part, is asked again in smaller ones.
struct InterfacePoll: SNMPDialogue {
    /// What became of an interface of the plan.
    enum Fate: Hashable, Sendable {
        case answered
        /// No answer brought it.
        case unanswered
        /// Its witness says something else, or nothing: the interface is elsewhere, or gone.
        case moved
    }
    /// Why the table has to be walked anew.
    enum Change: Hashable, Sendable, CaseIterable {
        case restart, table, interfaceCount, moved, columnGone
    }
    struct Outcome: Sendable {
        var samples: [Sample] = []
        /// By the plan's entries.
        var fates: [Fate] = []
        var readings: [InterfaceReadings?] = []
        var changes: Set<Change> = []
        /// The newest sysUpTime.
        var agentTicks: UInt32?
        /// What one answer is now known to carry.
        var answerOctets: Int
        /// What the agent did that it should not, in an operator's words.
        var oddities: [String] = []
        /// The agent said authorizationError.
        var isRefused = false
    }

    /// An agent whose answers never fit is not asked for ever: what is left out, smaller packets bring next time.
    private let requestLimit: Int
    private let plan: InterfacePlan
    private var waiting: [InterfacePacket]
    private var underWay: [Int: InterfacePacket] = [:]
    private var tickets = 0
    private var cells: [InterfaceCells]
    private var outcome: Outcome
    private var engineBoots: UInt32?
    private var newestNanoseconds: Int64 = 0
    /// Columns that were asked for in vain, alone in their packet.
    private var givenUp: [String] = []

    init(_ plan: InterfacePlan) {
        self.plan = plan
        waiting = plan.packets.reversed()
        requestLimit = 200 + 8 * plan.packets.count
        cells = Array(repeating: InterfaceCells(), count: plan.entries.count)
        outcome = Outcome(answerOctets: plan.answerOctets)
        outcome.fates = Array(repeating: .unanswered, count: plan.entries.count)
        engineBoots = plan.engineBoots
    }

    mutating func next() -> SNMPStep<Outcome> {
        if outcome.isRefused { return .finished(outcome) }
        if !waiting.isEmpty, tickets < requestLimit, let packet = waiting.popLast() {
            tickets += 1
            underWay[tickets] = packet
            return .request(.get(packet.names), ticket: tickets)
        }
        guard underWay.isEmpty else { return .wait }
        finish()
        return .finished(outcome)
    }

    mutating func receive(_ response: SNMPResponse, ticket: Int) {
        guard let packet = underWay.removeValue(forKey: ticket) else { return }
        switch response.errorStatus {
        case .noError: take(response, packet)
        case .authorizationError: outcome.isRefused = true
        case .tooBig: halve(packet, "tooBig")
        default: refuse(packet, response)
        }
    }

    // MARK: Answers

    private mutating func take(_ response: SNMPResponse, _ packet: InterfacePacket) {
        let list = response.list
        newestNanoseconds = response.receivedNanoseconds
        /// A field, where it answers that question.
        func field(_ place: Int) -> VariableList.Field? {
            guard place < list.fields.count, list.isNamed(list.fields[place], packet.names.contents(place)) else {
                return nil
            }
            return list.fields[place]
        }
        guard field(0) != nil else { return halve(packet, "an answer to something else") }
        var ticks: UInt32?
        if packet.asksClock, let clock = field(0), case .timeTicks(let value) = list.value(clock) {
            ticks = value
            takeClock(value)
        }
        for number in packet.leadingCount - packet.tableObjects.count..<packet.leadingCount {
            guard let field = field(number) else { return halve(packet, "an answer cut short") }
            takeTableObject(packet.tableObjects[number - (packet.asksClock ? 1 : 0)], list.value(field))
        }
        var place = packet.leadingCount
        for (number, ask) in packet.asks.enumerated() {
            let entry = plan.entries[ask.entry]
            let count = ask.columns.count + (entry.witness == nil ? 0 : 1)
            guard place + count <= list.fields.count, (place..<place + count).allSatisfy({ field($0) != nil }) else {
                return askAgain(packet, from: number)
            }
            if entry.witness != nil {
                let witness = list.fields[place]
                if witness.tag != BERTag.octetString || list.bytes[witness.content] != entry.testimony[...] {
                    outcome.fates[ask.entry] = .moved
                }
                place += 1
            }
            if outcome.fates[ask.entry] == .unanswered { outcome.fates[ask.entry] = .answered }
            for column in ask.columns {
                let value = list.value(list.fields[place])
                if value.isException {
                    outcome.changes.insert(.columnGone)
                } else {
                    cells[ask.entry][column] = InterfaceCells.Cell(
                        value: value, ticks: ticks, receivedNanoseconds: response.receivedNanoseconds)
                }
                place += 1
            }
        }
    }

    private mutating func takeClock(_ ticks: UInt32) {
        if let previous = plan.agentTicks, AgentClock.isRestart(from: previous, to: ticks) {
            outcome.changes.insert(.restart)
        }
        // Answers may overtake each other; a wrap is as good as a restart here.
        if outcome.agentTicks.map({ ticks > $0 || outcome.changes.contains(.restart) }) ?? true {
            outcome.agentTicks = ticks
        }
    }

    private mutating func takeTableObject(_ name: OID, _ value: SNMPValue) {
        switch (name, value) {
        case (KnownObjects.interfaceTableLastChange, .timeTicks(let ticks)):
            if ticks != plan.tableLastChangeTicks { outcome.changes.insert(.table) }
        case (KnownObjects.interfaceCount, .integer(let count)):
            if UInt32(exactly: count) != plan.interfaceCount { outcome.changes.insert(.interfaceCount) }
        case (KnownObjects.engineBoots, .integer(let boots)):
            engineBoots = UInt32(exactly: boots)
            if engineBoots != plan.engineBoots { outcome.changes.insert(.restart) }
        default: break
        }
    }

    // MARK: Answers that are none

    /// The asks from `number` on did not fit into the answer.
    private mutating func askAgain(_ packet: InterfacePacket, from number: Int) {
        guard number > 0 else { return halve(packet, "an answer cut short") }
        let answered = InterfacePacket(
            plan, asks: Array(packet.asks[..<number]), tableObjects: packet.tableObjects, asksClock: packet.asksClock)
        carry(answered.estimatedOctets, Array(packet.asks[number...]))
    }

    private mutating func halve(_ packet: InterfacePacket, _ reason: String) {
        let asks = packet.asks
        if asks.count > 1 {
            carry(packet.estimatedOctets / 2, asks, tableObjects: packet.tableObjects)
        } else if let ask = asks.first, ask.columns.count > 1 {
            let middle = ask.columns.count / 2
            let halves = [ask.columns[..<middle], ask.columns[middle...]]
            outcome.answerOctets = min(outcome.answerOctets, packet.estimatedOctets / 2)
            for columns in halves.reversed() {
                let half = InterfaceAsk(entry: ask.entry, columns: Array(columns))
                let objects = columns.startIndex == 0 ? packet.tableObjects : []
                waiting.append(
                    InterfacePacket(plan, asks: [half], tableObjects: objects, asksClock: packet.asksClock))
            }
        } else if let ask = asks.first {
            let label = ask.columns.first?.label ?? plan.entries[ask.entry].witness?.label ?? "ifIndex"
            givenUp.append("\(label) of \(plan.entries[ask.entry].name): \(reason)")
        }
    }

    /// From now on answers are made to carry `octets`, in what waits too.
    private mutating func carry(_ octets: Int, _ asks: [InterfaceAsk], tableObjects: [OID] = []) {
        outcome.answerOctets = min(outcome.answerOctets, octets)
        waiting =
            plan.packed(
                asks + waiting.reversed().flatMap(\.asks), tableObjects: tableObjects + waiting.flatMap(\.tableObjects),
                answerOctets: outcome.answerOctets
            ).reversed()
    }

    /// Asks again without the object that the agent stumbled over.
    private mutating func refuse(_ packet: InterfacePacket, _ response: SNMPResponse) {
        let place = Int(clamping: response.errorIndex) &- 1
        guard packet.names.names.indices.contains(place) else { return halve(packet, "\(response.errorStatus)") }
        outcome.changes.insert(.columnGone)
        if place < packet.leadingCount {
            let isClock = packet.asksClock && place == 0
            waiting.append(
                InterfacePacket(
                    plan, asks: packet.asks,
                    tableObjects: packet.tableObjects.filter { isClock || $0 != packet.names.names[place] },
                    asksClock: packet.asksClock && !isClock))
            return
        }
        var asks = packet.asks
        var start = packet.leadingCount
        for number in asks.indices {
            let witnesses = plan.entries[asks[number].entry].witness == nil ? 0 : 1
            let count = witnesses + asks[number].columns.count
            guard place >= start + count else {
                if place < start + witnesses {
                    outcome.fates[asks[number].entry] = .moved
                    asks.remove(at: number)
                } else {
                    asks[number].columns.remove(at: place - start - witnesses)
                }
                break
            }
            start += count
        }
        waiting.append(
            InterfacePacket(plan, asks: asks, tableObjects: packet.tableObjects, asksClock: packet.asksClock))
    }

    // MARK: The end

    private mutating func finish() {
        guard outcome.readings.isEmpty else { return }
        if tickets >= requestLimit {
            outcome.oddities.append("stopped after \(requestLimit) requests: the poll is not complete")
        }
        outcome.samples.reserveCapacity(8 * plan.entries.count)
        for (number, entry) in plan.entries.enumerated() {
            guard outcome.fates[number] == .answered else {
                if outcome.fates[number] == .moved { outcome.changes.insert(.moved) }
                outcome.readings.append(nil)
                continue
            }
            let readings = InterfaceReadings(cells[number]) { _ in }
            readings.appendSamples(
                to: &outcome.samples, subject: entry.subject,
                epoch: readings.epoch(engineBoots: engineBoots, identity: entry.identity),
                wallNanoseconds: newestNanoseconds)
            outcome.readings.append(readings)
        }
        if outcome.answerOctets < plan.answerOctets {
            outcome.oddities.append("answers hold \(outcome.answerOctets) octets: asked for less at once")
        }
        if let first = givenUp.first {
            let more = givenUp.count > 1 ? " and \(givenUp.count - 1) more" : ""
            outcome.oddities.append("no answer fits \(first)\(more): left out")
        }
    }
}
