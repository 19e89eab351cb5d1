import Foundation
import Metro

/// The picture as JSON: schema `haomiao.snapshot/1`, described in Docs/Snapshot.md. Numbers that are missing are `null`
/// and stand in `missing` with their reason; there is no number that means *nothing*.
public struct SnapshotDocument: Encodable, Sendable {
    public static let schema = "haomiao.snapshot/1"

    let schema: String
    let version: String
    let time: String
    let timeNanoseconds: Int64
    let source: String
    let seconds: Double
    let city: Name
    let inventoryVersion: String
    let clock: Clock
    let links: [LinkEntry]
    let paths: [PathEntry]
    let indicators: [IndicatorEntry]
    let targets: [TargetEntry]
    let pipeline: PipelineEntry
    let events: [EventEntry]
    let traps: TrapsEntry?
    let drift: DriftSection

    /// `seconds` is how long the engine ran.
    public init(_ snapshot: MetroSnapshot, seconds: Double, version: String) {
        schema = Self.schema
        self.version = version
        time = Self.text(nanoseconds: snapshot.timeNanoseconds)
        timeNanoseconds = snapshot.timeNanoseconds
        source = snapshot.source.rawValue
        self.seconds = seconds
        city = Name(snapshot.inventory.city)
        inventoryVersion = snapshot.inventory.version
        clock = Clock(
            isSynchronised: snapshot.clock.isSynchronised, errorNs: snapshot.clock.errorNanoseconds,
            source: snapshot.clock.source)
        links = zip(snapshot.inventory.links, snapshot.links).map { LinkEntry($0, $1) }
        paths = zip(snapshot.inventory.paths, snapshot.paths).map { PathEntry($0, $1) }
        indicators = snapshot.indicators.map { IndicatorEntry($0) }
        targets = snapshot.targets.map { TargetEntry($0, now: snapshot.timeNanoseconds) }
        pipeline = PipelineEntry(snapshot.pipeline)
        events = snapshot.events.map { EventEntry($0) }
        traps = snapshot.traps.map { TrapsEntry($0) }
        drift = DriftSection(snapshot.drift)
    }

    /// UTF-8 JSON with sorted keys and a final newline.
    public func json() throws -> String { try JSONText.of(self) }

    static func text(nanoseconds: Int64) -> String {
        Date(timeIntervalSince1970: Double(nanoseconds) / 1e9)
            .formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}

extension SnapshotDocument {
    struct Name: Encodable, Sendable {
        let zh: String?
        let en: String?
        init(_ name: LocalizedName) {
            zh = name.chinese
            en = name.english
        }
    }

    struct Clock: Encodable, Sendable {
        let isSynchronised: Bool
        let errorNs: Double?
        let source: String?

        enum CodingKeys: String, CodingKey {
            case isSynchronised = "synchronised"
            case errorNs, source
        }
    }

    struct TargetEntry: Encodable, Sendable {
        let id: String
        let kind: String
        let address: String
        let state: String
        let lastAnswer: String?
        let lastAnswerAgeS: Double?
        let lastDurationMs: Double?
        let attempts: Int
        let answers: Int
        let timeouts: Int
        let errors: Int
        let retries: Int
        let refusedSamples: Int
        let lastError: String?
        let notes: [String]
        let periodMs: Int?
        let sensors: SensorsEntry?
        let strays: StraysEntry
        let stream: StreamEntry?

        init(_ target: TargetPicture, now: Int64) {
            id = target.id
            kind = target.kind
            address = target.address
            state = target.state.rawValue
            lastAnswer = target.lastAnswerNanoseconds.map { SnapshotDocument.text(nanoseconds: $0) }
            lastAnswerAgeS = target.lastAnswerNanoseconds.map { Double(now - $0) / 1e9 }
            lastDurationMs = target.lastDurationNanoseconds.map { Double($0) / 1e6 }
            attempts = target.attempts
            answers = target.answers
            timeouts = target.timeouts
            errors = target.errors
            retries = target.retries
            refusedSamples = target.refusedSamples
            lastError = target.lastError
            notes = target.notes
            periodMs = target.periodMilliseconds
            sensors = target.sensors.map { SensorsEntry($0) }
            strays = StraysEntry(target.strays)
            stream = target.stream.map { StreamEntry($0) }
        }
    }

    struct PipelineEntry: Encodable, Sendable {
        let offered: UInt64
        let stored: UInt64
        let queued: UInt64
        let dropped: [String: UInt64]
        let ringCapacity: Int
        let ringDepth: UInt64
        let ringHighWater: Int
        let lanes: [LaneEntry]
        let lagNs: Int64
        let windowsLate: UInt64
        let clockSetbacks: UInt64
        let memory: MemoryEntry
        let network: NetworkEntry

        init(_ pipeline: PipelinePicture) {
            offered = pipeline.offered
            stored = pipeline.stored
            queued = pipeline.queued
            dropped = Dictionary(
                pipeline.dropped.map { ($0.reason, $0.count) }, uniquingKeysWith: { first, _ in first })
            ringCapacity = pipeline.ringCapacity
            ringDepth = pipeline.lanes.reduce(0) { $0 + $1.depth }
            ringHighWater = pipeline.ringHighWater
            lanes = pipeline.lanes.map { LaneEntry($0) }
            lagNs = pipeline.lagNanoseconds
            windowsLate = pipeline.windowsLate
            clockSetbacks = pipeline.clockSetbacks
            memory = MemoryEntry(pipeline.memory)
            network = NetworkEntry(pipeline.network)
        }
    }

    struct NetworkEntry: Encodable, Sendable {
        let unknown: Int
        let unsent: Int
        let overflowed: Int

        init(_ network: PipelinePicture.Network) {
            unknown = network.unknown
            unsent = network.unsent
            overflowed = network.overflowed
        }
    }

    struct LaneEntry: Encodable, Sendable {
        let name: String
        let offered: UInt64
        let refused: UInt64
        let depth: UInt64
        let highWater: Int

        init(_ lane: PipelinePicture.Lane) {
            name = lane.name
            offered = lane.offered
            refused = lane.refused
            depth = lane.depth
            highWater = lane.highWater
        }
    }

    struct MemoryEntry: Encodable, Sendable {
        let minutesKept: Int
        let plannedBytes: Int
        let budgetBytes: Int

        init(_ memory: PipelinePicture.Memory) {
            minutesKept = memory.minutesKept
            plannedBytes = memory.plannedBytes
            budgetBytes = memory.budgetBytes
        }
    }

    struct EventEntry: Encodable, Sendable {
        let kind: String
        let severity: String
        let subject: String
        let since: String
        let until: String?
        let value: Double?
        let toldBy: String?
        /// Of a change of route.
        let direction: String?
        let confidence: Double?

        init(_ event: MetroEvent) {
            kind = event.kind.rawValue
            severity = String(describing: event.severity)
            subject =
                switch event.subject {
                case .link(let id): "link/\(id)"
                case .path(let id): "path/\(id)"
                case .target(let id): "target/\(id)"
                }
            since = SnapshotDocument.text(nanoseconds: event.sinceNanoseconds)
            until = event.untilNanoseconds.map { SnapshotDocument.text(nanoseconds: $0) }
            value = event.value
            toldBy = event.isToldByTrap ? "trap" : nil
            direction = event.route?.direction.rawValue
            confidence = event.route?.confidence
        }
    }
}
