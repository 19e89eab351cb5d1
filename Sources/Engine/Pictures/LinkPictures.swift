import Collecting
import Metro
import Objectives
import Telemetry

/// Makes the picture of one link from the aggregates and from what collectors said.
struct LinkPictures: Sendable {
    /// Ends whose octet rates differ by more than this share are flagged (`indicators.md` §5).
    static let disagreementRatio = 0.02
    /// Under this rate, bit/s, a difference is rounding: both ends are read at different instants.
    static let disagreementFloor = 1_000_000.0

    private let capacities: [Double?]
    private let pathsOfLink: [[Int]]
    private let a: [UInt32?]
    private let b: [UInt32?]
    private let reader: TelemetryReader

    init(_ inventory: Inventory, _ subjects: SubjectIndex, _ reader: TelemetryReader) {
        capacities = inventory.links.map(\.capacityBitsPerSecond)
        self.reader = reader
        var riders = Array(repeating: [Int](), count: inventory.links.count)
        for (index, path) in inventory.paths.enumerated() {
            if let link = path.link.flatMap({ inventory.linkIndex($0) }) { riders[link].append(index) }
        }
        pathsOfLink = riders
        a = inventory.links.map { subjects.interface($0.a) }
        b = inventory.links.map { subjects.interface($0.b) }
    }

    /// `lastMinute`: the newest one of the last hour.
    func picture(
        _ index: Int, _ capture: TelemetryCapture, _ judgement: Judgement, lastMinute: Int64, now: Int64
    ) -> LinkPicture {
        let endA = end(a[index], capture, judgement.circumstances, now)
        let endB = end(b[index], capture, judgement.circumstances, now)
        func differs(_ end: End) -> Bool {
            guard let capacity = capacities[index], let speed = end.telemetry?.speedBitsPerSecond, speed > 0 else {
                return false
            }
            return abs(Double(speed) - capacity) > capacity / 1000
        }
        var picture = LinkPicture(
            forward: direction(from: endA, to: endB, now: now), backward: direction(from: endB, to: endA, now: now),
            severity: judgement.linkSeverities[index], capacityDiffers: differs(endA) || differs(endB),
            endA: endPicture(a[index], judgement.circumstances.board, now),
            endB: endPicture(b[index], judgement.circumstances.board, now), paths: pathsOfLink[index])
        picture.forward.minuteUtilization = minutes(a[index], lastMinute)
        picture.backward.minuteUtilization = minutes(b[index], lastMinute)
        return picture
    }

    /// What a link is judged by.
    func directions(
        _ index: Int, _ capture: TelemetryCapture, _ circumstances: Circumstances, now: Int64
    ) -> (forward: LinkDirectionPicture, backward: LinkDirectionPicture) {
        let endA = end(a[index], capture, circumstances, now)
        let endB = end(b[index], capture, circumstances, now)
        return (direction(from: endA, to: endB, now: now), direction(from: endB, to: endA, now: now))
    }

    /// Whether an end has said in the last seconds, without being asked, that it went down: a judgement comes once a
    /// second.
    func isToldDown(_ index: Int, _ board: SubjectBoard, now: Int64) -> Bool {
        guard !board.interfaceTold.isEmpty else { return false }
        return [a[index], b[index]].contains { subject in
            guard let word = subject.flatMap({ board.interfaceTold[$0] }) else { return false }
            return !word.isUp && abs(now - word.timeNanoseconds) <= Self.freshWordNanoseconds
        }
    }
    private static let freshWordNanoseconds: Int64 = 5_000_000_000

    private struct End {
        var telemetry: InterfaceTelemetry?
        var outage: MissingReason?
    }

    private func end(
        _ subject: UInt32?, _ capture: TelemetryCapture, _ circumstances: Circumstances, _ now: Int64
    ) -> End {
        guard let subject = subject.map({ Int($0) }) else {
            return End(telemetry: nil, outage: .notMeasured)
        }
        return End(
            telemetry: capture.interface(subject, now: now), outage: circumstances.interfaceOutages[subject])
    }

    private func endPicture(_ subject: UInt32?, _ board: SubjectBoard, _ now: Int64) -> LinkEndPicture {
        guard let subject = subject.map({ Int($0) }) else { return LinkEndPicture() }
        let facts = board.interfaceFacts[subject]
        let optics = board.interfaceOptics[subject]
        return LinkEndPicture(
            alias: facts?.alias ?? "", ifIndex: facts?.ifIndex, oddities: facts?.oddities ?? [],
            optics: optics.flatMap { now - $0.timeNanoseconds <= InterfaceOptics.validNanoseconds ? $0 : nil })
    }

    /// Of the sending end, the last hour up to `last`.
    private func minutes(_ sender: UInt32?, _ last: Int64) -> Deferred<Float> {
        guard let sender else { return [] }
        return Deferred { [reader] in
            reader.minuteUtilization(Int(sender), .outbound, endingAt: last, count: MetroSnapshot.minutesShown)
        }
    }

    /// The sending end's outbound counters are the direction's figures; the far end's inbound ones check them.
    private func direction(from sender: End, to receiver: End, now: Int64) -> LinkDirectionPicture {
        guard let telemetry = sender.telemetry else { return .missing(sender.outage ?? .notMeasured) }
        let outbound = telemetry.outbound
        let inbound = receiver.telemetry?.inbound
        let rate = Reading(outbound.bitsPerSecond, outage: sender.outage)
        var disagree = false
        if let sent = rate.value, let arrived = inbound?.bitsPerSecond.value {
            let larger = max(sent, arrived)
            disagree = larger > Self.disagreementFloor && abs(sent - arrived) > Self.disagreementRatio * larger
        }
        return LinkDirectionPicture(
            utilization: Reading(outbound.utilization, outage: sender.outage), bitsPerSecond: rate,
            speedBitsPerSecond: speed(telemetry, sender.outage, now),
            errorsPerSecond: sum(sender, outbound.errorsPerSecond, receiver, inbound?.errorsPerSecond),
            discardsPerSecond: sum(sender, outbound.discardsPerSecond, receiver, inbound?.discardsPerSecond),
            operationalStatus: status(telemetry, sender.outage, now), octets: outbound.newestOctets,
            ageNanoseconds: outbound.newestCounterNanoseconds.map { now - $0 }, endsDisagree: disagree)
    }

    /// What the sender could not send and the receiver could not take. A half that is missing leaves the sum missing:
    /// the errors of dirty fibre are counted where it ends.
    private func sum(
        _ sender: End, _ sent: RateReading?, _ receiver: End, _ taken: RateReading?
    ) -> Reading<Double> {
        let sent = sent.map { Reading($0, outage: sender.outage) } ?? .missing(.notMeasured)
        let taken = taken.map { Reading($0, outage: receiver.outage) } ?? .missing(.notMeasured)
        switch (sent, taken) {
        case (.known(let a), .known(let b)): return .known(a + b)
        case (.missing(let reason), _), (_, .missing(let reason)): return .missing(reason)
        }
    }

    private func speed(_ telemetry: InterfaceTelemetry, _ outage: MissingReason?, _ now: Int64) -> Reading<Double> {
        guard let speed = telemetry.speedBitsPerSecond, let time = telemetry.speedTimeNanoseconds else {
            return .missing(outage ?? .awaitingFirstAnswer)
        }
        guard speed > 0 else { return .missing(.speedUnknown) }
        guard now - time <= telemetry.staleAfterNanoseconds else { return .missing(outage ?? .stale) }
        return .known(Double(speed))
    }

    private func status(
        _ telemetry: InterfaceTelemetry, _ outage: MissingReason?, _ now: Int64
    ) -> Reading<OperationalStatus> {
        guard let status = telemetry.operationalStatus.flatMap({ OperationalStatus(rawValue: $0) }),
            let time = telemetry.operationalStatusTimeNanoseconds
        else { return .missing(outage ?? .awaitingFirstAnswer) }
        guard now - time <= telemetry.staleAfterNanoseconds else { return .missing(outage ?? .stale) }
        return .known(status)
    }
}
