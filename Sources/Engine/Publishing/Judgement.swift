import Collecting
import Metro
import Objectives
import Telemetry

/// What changes once a second in all pictures: what the collectors say, severities, verdicts, indicators, events.
final class Judgement: Sendable {
    let number: UInt64
    let day: String
    let circumstances: Circumstances
    let linkSeverities: [Severity]
    /// Figures of the live window that the verdicts rest on.
    let pathWindows: [PathWindows]
    let paths: [PathAssessment]
    let indicators: [IndicatorResult]
    let circles: [CentreCircle]
    let events: [MetroEvent]

    init(
        number: UInt64, day: String, circumstances: Circumstances, linkSeverities: [Severity],
        pathWindows: [PathWindows], paths: [PathAssessment], indicators: [IndicatorResult],
        circles: [CentreCircle], events: [MetroEvent]
    ) {
        self.number = number
        self.day = day
        self.circumstances = circumstances
        self.linkSeverities = linkSeverities
        self.pathWindows = pathWindows
        self.paths = paths
        self.indicators = indicators
        self.circles = circles
        self.events = events
    }
}

/// The live windows of one path as they were at one moment; `nil` where there is none.
struct PathWindows: Sendable {
    let forward: PathTelemetry?
    let backward: PathTelemetry?
    /// `nil` where nothing comes back too.
    let roundTrip: PathTelemetry?

    init(_ capture: TelemetryCapture, _ index: Int, of path: MeasuredPath, now: Int64) {
        forward = capture.path(index, .forward, now: now)
        backward = capture.path(index, .backward, now: now)
        roundTrip = path.hasRoundTrip ? capture.path(index, .roundTrip, now: now) : nil
    }

    subscript(direction: Direction) -> PathTelemetry? {
        switch direction {
        case .inbound: forward
        case .outbound: backward
        case .roundTrip: roundTrip
        }
    }
}

/// What the collectors say beside samples, subject by subject.
struct Circumstances: Sendable {
    let targets: [TargetPicture]
    let board: SubjectBoard
    /// Why nothing arrives, by interface and by path.
    let interfaceOutages: [MissingReason?]
    let pathOutages: [MissingReason?]

    init(_ targets: [TargetHealth], _ board: SubjectBoard, _ subjects: SubjectIndex, _ setup: EngineSetup) {
        let outages = Outages(targets)
        self.targets = targets.map(\.picture)
        self.board = board
        let ofDevices = subjects.devices.map { id in
            setup.inventory.device(id).map { outages.interfaces(of: $0, isSimulated: setup.source == .simulator) }
                ?? .notMeasured
        }
        interfaceOutages = subjects.deviceNumbers.enumerated().map { interface, device in
            ofDevices[device] ?? board.interfaceMissing[interface]
        }
        pathOutages = setup.inventory.paths.enumerated().map { index, path in
            outages.path(path, isSimulated: setup.source == .simulator) ?? board.pathMissing[index]
        }
    }
}
