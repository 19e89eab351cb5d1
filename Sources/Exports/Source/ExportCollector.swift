import Collecting
import Mapping
import Metro

/// One source of telemetry that others export: a transport × a format × a converter.
public struct ExportCollector: Collector {
    public let target: TargetDescription
    public var cadence: Cadence { transport.cadence }

    private let transport: any ExportTransport
    private let desk: SharedDesk

    /// `converter` is this collector's alone.
    public init(
        kind: CollectorKind = .export, name: String, format: ExportSource.Format, transport: any ExportTransport,
        converter: Converter
    ) {
        target = TargetDescription(
            kind: kind, name: name, address: PrintableText.of(transport.address, limit: 120))
        self.transport = transport
        desk = SharedDesk(SourceDesk(converter, format))
    }

    public func collect(into intake: any Intake) async throws {
        let door = SourceDoor(desk, intake)
        let isContinuous = cadence == .continuous
        var report = door.beginReport()
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                // Once a second, so that the picture moves while bytes come in one long stream.
                if isContinuous {
                    group.addTask { [report] in
                        var report = report
                        while true {
                            try await door.time.sleep(untilMonotonic: door.time.monotonicNanoseconds + .second)
                            door.tell(&report)
                        }
                    }
                }
                defer { group.cancelAll() }
                try await transport.run(into: door)
            }
        } catch {
            door.release()
            door.tell(&report)
            throw error
        }
        guard isContinuous else { return door.tell(&report, isOver: true) }
        // A file read once, a pipe that was closed: there is no more, and nothing to try again.
        door.release()
        door.tell(&report, isOver: true)
        intake.report(.notes(["read to its end"] + door.atDesk { $0.problems }))
        while true { try await intake.time.sleep(untilMonotonic: intake.time.monotonicNanoseconds + .second * 3_600) }
    }
}

/// What was last reported of a source.
struct SourceReport {
    private let start: Int64
    /// From the start to the first message, nanoseconds; of a periodic source to the end of its answer.
    private var firstNanoseconds: Int64?
    private var account: StreamPicture
    private var notes: [String] = []

    init(_ account: StreamPicture, startMonotonicNanoseconds start: Int64) {
        self.account = account
        self.start = start
    }

    /// What there is to say anew; `isOver`: the source said all that it had to say.
    mutating func findings(
        _ account: StreamPicture, notes: [String], isOver: Bool, monotonicNanoseconds now: Int64
    ) -> [Finding] {
        var findings: [Finding] = []
        if isOver || account.messages > self.account.messages {
            let first = firstNanoseconds ?? now - start
            firstNanoseconds = first
            findings.append(.answered(durationNanoseconds: first))
        }
        if account != self.account { findings.append(.stream(account)) }
        if notes != self.notes { findings.append(.notes(notes)) }
        self.account = account
        self.notes = notes
        return findings
    }
}

extension Int64 {
    static let second: Int64 = 1_000_000_000
}
