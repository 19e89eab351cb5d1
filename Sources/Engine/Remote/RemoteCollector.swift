import Collecting
import Configuration
import Metro

/// Measures the paths of one instance: `probe/SITE`. Its command runs until it is cancelled; when it ends, falls silent
/// or speaks something else this throws, and the supervisor starts it again after its back-off.
struct RemoteCollector: Collector {
    let target: TargetDescription
    let cadence = Cadence.continuous

    private let instance: ProbeInstance
    private let list: ProbeList
    private let subjects: [PathID: UInt32]

    /// `subjects`: the dense indices of the paths of `list`.
    init(_ instance: ProbeInstance, list: ProbeList, subjects: [PathID: UInt32]) {
        let words = PrintableText.of(instance.command.joined(separator: " "), limit: 120)
        target = TargetDescription(kind: .probe, name: instance.id.text, address: words)
        self.instance = instance
        self.list = list
        self.subjects = subjects
    }

    func collect(into intake: any Intake) async throws {
        try await RemoteRun(instance, list: list, subjects: subjects, into: intake).run()
    }
}

extension ProbeList {
    /// What `instance` measures of an inventory.
    init(_ inventory: Inventory, instance: InstanceID) {
        let entries = inventory.paths.compactMap { path -> Entry? in
            guard path.instance == instance, let access = path.reflector.flatMap({ inventory.device($0)?.stamp }) else {
                return nil
            }
            let floor = PhysicalFloor(
                path: path, a: inventory.site(path.a)?.coordinates, b: inventory.site(path.b)?.coordinates)
            return Entry(
                id: path.id, access: access, clock: path.clock, intervalMilliseconds: path.probeIntervalMilliseconds,
                codePoint: path.dscp, probeBytes: path.probeBytes,
                floorKilometres: (floor.guaranteed ?? 0) / PhysicalFloor.nanosecondsPerKilometre)
        }
        self.init(entries: entries)
    }
}
