import Collecting
import Metro
import Objectives
import Telemetry

/// Makes the pictures of links from the aggregates and from what collectors said.
struct LinkPictures {
    /// Ends whose octet rates differ by more than this share are flagged (`indicators.md` §5).
    static let disagreementRatio = 0.02
    /// Under this rate, bit/s, a difference is rounding: both ends are read at different instants.
    static let disagreementFloor = 1_000_000.0

    let inventory: Inventory
    let subjects: SubjectIndex
    private let pathsOfLink: [[Int]]
    private let a: [UInt32?]
    private let b: [UInt32?]

    init(_ inventory: Inventory, _ subjects: SubjectIndex) {
        self.inventory = inventory
        self.subjects = subjects
        var riders = Array(repeating: [Int](), count: inventory.links.count)
        for (index, path) in inventory.paths.enumerated() {
            if let link = path.link.flatMap({ inventory.linkIndex($0) }) { riders[link].append(index) }
        }
        pathsOfLink = riders
        a = inventory.links.map { subjects.interface($0.a) }
        b = inventory.links.map { subjects.interface($0.b) }
    }

    func pictures(_ aggregator: Aggregator, board: SubjectBoard, outages: Outages, now: Int64) -> [LinkPicture] {
        inventory.links.indices.map { index in
            let link = inventory.links[index]
            let endA = end(a[index], link.a, aggregator, board, outages)
            let endB = end(b[index], link.b, aggregator, board, outages)
            let forward = direction(from: endA, to: endB, now: now)
            let backward = direction(from: endB, to: endA, now: now)
            let speeds = [endA, endB].compactMap { $0.telemetry?.speedBitsPerSecond }.filter { $0 > 0 }
            let differs = link.capacityBitsPerSecond.map { capacity in
                speeds.contains { abs(Double($0) - capacity) > capacity / 1000 }
            }
            return LinkPicture(
                forward: forward, backward: backward,
                severity: .ok, capacityDiffers: differs ?? false,
                aliasA: endA.alias, aliasB: endB.alias, paths: pathsOfLink[index])
        }
    }

    private struct End {
        var telemetry: InterfaceTelemetry?
        var outage: MissingReason?
        var alias: String
    }

    private func end(
        _ subject: UInt32?, _ reference: InterfaceReference, _ aggregator: Aggregator, _ board: SubjectBoard,
        _ outages: Outages
    ) -> End {
        guard let subject else { return End(telemetry: nil, outage: .notMeasured, alias: "") }
        return End(
            telemetry: aggregator.interface(Int(subject)),
            outage: outages.interface(reference) ?? board.interfaceMissing[Int(subject)],
            alias: board.interfaceFacts[Int(subject)]?.alias ?? "")
    }

    /// The sending end's outbound counters are the direction's figures; the far end's inbound ones check them.
    private func direction(from sender: End, to receiver: End, now: Int64) -> LinkDirectionPicture {
        guard let telemetry = sender.telemetry else { return .missing(sender.outage ?? .notMeasured) }
        let outbound = telemetry.outbound
        let rate = Reading(outbound.bitsPerSecond, outage: sender.outage)
        var disagree = false
        if let sent = rate.value, let arrived = receiver.telemetry?.inbound.bitsPerSecond.value {
            let larger = max(sent, arrived)
            disagree = larger > Self.disagreementFloor && abs(sent - arrived) > Self.disagreementRatio * larger
        }
        return LinkDirectionPicture(
            utilization: Reading(outbound.utilization, outage: sender.outage), bitsPerSecond: rate,
            speedBitsPerSecond: speed(telemetry, sender.outage, now),
            errorsPerSecond: sum(sender, receiver, \.errorsPerSecond),
            discardsPerSecond: sum(sender, receiver, \.discardsPerSecond),
            operationalStatus: status(telemetry, sender.outage, now), octets: outbound.newestOctets,
            ageNanoseconds: outbound.newestCounterNanoseconds.map { now - $0 }, endsDisagree: disagree,
            minuteUtilization: Deferred(outbound.minuteUtilization))
    }

    /// What the sender could not send and the receiver could not take. A half that is missing leaves the sum missing:
    /// the errors of dirty fibre are counted where it ends.
    private func sum(
        _ sender: End, _ receiver: End, _ figure: KeyPath<InterfaceDirectionTelemetry, RateReading>
    ) -> Reading<Double> {
        let sent = sender.telemetry.map { Reading($0.outbound[keyPath: figure], outage: sender.outage) }
        let taken = receiver.telemetry.map { Reading($0.inbound[keyPath: figure], outage: receiver.outage) }
        switch (sent ?? .missing(.notMeasured), taken ?? .missing(.notMeasured)) {
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
