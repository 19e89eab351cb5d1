import Exports
import Foundation
import Mapping
import Metro
import PathReference
import Telemetry

/// Devices whose interfaces an export tells of, two ends to a link.
struct TelemetryTown {
    let inventory: Inventory
    let directory: SubjectDirectory

    static func device(_ device: Int) -> String { "pe\(device)" }
    static func interface(_ interface: Int) -> String { "HundredGigE0/0/0/\(interface)" }

    init(devices: Int, interfacesEach: Int) {
        func end(_ number: Int) -> InterfaceReference {
            InterfaceReference(
                device: DeviceID(Self.device(number / interfacesEach)), name: Self.interface(number % interfacesEach))
        }
        let count = devices * interfacesEach
        inventory = Inventory(
            city: LocalizedName(english: "Bench"),
            sites: [Site(id: "s", name: LocalizedName(english: "S"), coordinates: nil, roles: [])],
            devices: (0..<devices).map {
                Device(
                    id: DeviceID(Self.device($0)), name: LocalizedName(english: Self.device($0)), site: "s",
                    interfacesFrom: .anyExport)
            },
            links: stride(from: 0, to: count, by: 2).map {
                Link(id: LinkID("l\($0)"), a: end($0), b: end($0 + 1))
            }, version: "1")
        directory = SubjectDirectory(
            inventory: inventory,
            interfaces: (0..<count).map { .init(reference: end($0), subject: UInt32($0)) })
    }
}

/// A stream from its bytes into the aggregates, as an instance takes it but on one thread: decoder → converter → ring →
/// aggregator. It goes on from round to round, one round for each `interval`.
final class StreamRun {
    /// An hour ago: what takes the same for comparison is made for the present.
    static let start = (Int64(Date().timeIntervalSince1970) - 3_600) * 1_000_000_000
    static let intervalNanoseconds: Int64 = 10_000_000_000

    struct Counts {
        var messages = 0
        var readings = 0
        /// Those that are mapped.
        var samples = 0
    }

    private var decoder: AnyExportDecoder
    private var converter: Converter
    private let ring = SampleRing(lanes: 1, capacity: 1 << 17)
    private var producer: SampleProducer
    private let aggregator: Aggregator
    private var round: Int64 = 0

    init(_ format: ExportSource.Format, _ town: TelemetryTown) throws {
        decoder = AnyExportDecoder(format)
        converter = Converter(
            source: .export("bench"), mappings: NameMapping.presets, directory: town.directory,
            owners: InterfaceOwners(), intervalMilliseconds: Int(Self.intervalNanoseconds / 1_000_000))
        guard let producer = ring.takeProducer(0) else { throw WrongResult("no lane") }
        self.producer = producer
        let count = town.directory.interfaces.count
        aggregator = Aggregator(
            settings: AggregationSettings(
                limitNanoseconds: [1_000_000], interfacePeriodMilliseconds: Array(repeating: 10_000, count: count),
                pathProbeIntervalMilliseconds: [], minutesKept: 60, memoryBudgetBytes: 1 << 30),
            interfaces: count, paths: 0)
    }

    /// When the next round's readings were taken.
    func nextRound() -> Int64 {
        round += 1
        return Self.start + round * Self.intervalNanoseconds
    }

    /// Takes in messages that lie one after another. Millions of readings a CPU-second; all must have come through.
    func take(_ messages: (bytes: [UInt8], ends: [Int]), expecting counts: Counts) throws -> Double {
        let before = (converter.account, aggregator.stored)
        let now = Self.start + round * Self.intervalNanoseconds + 100_000_000
        let begun = ProcessorTime.own
        var start = 0
        var next = 0
        while next < messages.ends.count {
            // What a transport brings at once.
            for end in messages.ends[next..<min(next + 64, messages.ends.count)] {
                _ = decoder.decode(messages.bytes.span.extracting(start..<end), isEnd: true, into: &converter)
                start = end
            }
            next += 64
            let samples = converter.convert(receivedNanoseconds: now).samples
            let offered = producer.offerWhatFits(samples.span)
            try check(offered == samples.count, "the ring was full")
            _ = ring.drain(max: 1 << 17) { aggregator.ingest($0, wallNanoseconds: now) }
        }
        let used = ProcessorTime.own - begun
        let account = converter.account
        let stored = Int(aggregator.stored - before.1)
        try check(
            account.messages - before.0.messages == UInt64(counts.messages)
                && account.readings - before.0.readings == UInt64(counts.readings)
                && account.samples - before.0.samples == UInt64(counts.samples),
            "\(account); expected \(counts)")
        try check(stored >= counts.samples, "stored \(stored) of \(counts.samples), dropped \(aggregator.dropped)")
        return Double(counts.readings) / used / 1e6
    }
}
