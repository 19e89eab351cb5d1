import Collecting
import Logging
import Mapping
import Metro
import Telemetry

/// The exports of an instance, read sample by sample. A message is acknowledged when its samples were taken.
public final class ExportTap: Sendable {
    /// The sources do not allow what was asked.
    public struct Untappable: Error, CustomStringConvertible {
        public let description: String
    }

    private let supervisor: Supervisor
    private let queue = TapQueue()
    private let thread = LoopThread("tap")
    private let take: @Sendable ([Sample]) -> Bool

    /// Between two looks at an empty queue, nanoseconds.
    private static let pauseNanoseconds: Int64 = 2_000_000

    /// `export`: one of them, all where `nil`. Without `acknowledges` a broker is read beside whoever else reads it, and
    /// nothing is committed. `take` runs on a thread of its own, may block, and says whether it goes on.
    public convenience init(
        _ setup: EngineSetup, export: ExportID?, acknowledges: Bool, time: any TimeSource = SystemTime(), log: Logger,
        take: @escaping @Sendable ([Sample]) -> Bool
    ) throws(Untappable) {
        let exports = try Self.tapped(setup.inventory.exports, export, acknowledges: acknowledges)
        let subjects = SubjectIndex(setup.inventory)
        let blueprint = CollectorBlueprint(setup: setup, subjects: subjects, time: time)
        self.init(
            CollectorRegistry.exports(exports, blueprint, InterfaceOwners()), subjects: subjects, time: time, log: log,
            take: take)
    }

    init(
        _ collectors: [any Collector], subjects: SubjectIndex, time: any TimeSource, log: Logger,
        take: @escaping @Sendable ([Sample]) -> Bool
    ) {
        self.take = take
        supervisor = Supervisor(
            collectors: collectors, interfaces: subjects.interfaces.count, paths: subjects.pathCount, time: time,
            log: log, door: queue.door)
    }

    static func tapped(
        _ exports: [ExportSource], _ wanted: ExportID?, acknowledges: Bool
    ) throws(Untappable) -> [ExportSource] {
        guard !exports.isEmpty else {
            throw Untappable(description: "the configuration has no exports; see 'exports' in Docs/Telemetry.md")
        }
        var chosen = exports
        if let wanted {
            chosen = exports.filter { $0.id == wanted }
            guard !chosen.isEmpty else {
                let known = exports.map(\.id.text).joined(separator: ", ")
                throw Untappable(description: "no export '\(wanted.text)'; exports: \(known)")
            }
        }
        if acknowledges { return chosen }
        return chosen.map { export in
            var beside = export
            beside.transport = export.transport.onlooking
            return beside
        }
    }

    public func start() {
        thread.start(()) { [self] _ in
            let samples = queue.next()
            guard !samples.isEmpty else { return Self.pauseNanoseconds }
            // Where nobody takes them any more they are not through: they come again to the next.
            guard take(samples) else { return .max }
            queue.passed(samples.count)
            return 0
        }
        supervisor.start()
    }

    /// Ends every source; what was taken is acknowledged as far as its source still hears of it.
    public func stop() async {
        await supervisor.stop()
        await thread.stop()
    }

    public func targets() -> [TargetPicture] { supervisor.targets().map(\.picture) }
}
