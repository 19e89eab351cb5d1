import Collecting
import Metro
import Objectives
import SNMP
import STAMP
import Sockets

extension CollectorRegistry {
    /// The collectors that are built in. `loop` watches all their sockets.
    static func standard(loop: ReadinessLoop) throws -> CollectorRegistry {
        var registry = CollectorRegistry()
        try registry.register(.snmp) { try snmp($0, loop: loop) }
        try registry.register(.stamp) { stamp($0, loop: loop) }
        return registry
    }

    /// One collector for each device with SNMP settings. A secret that cannot be read fails that device alone.
    private static func snmp(_ blueprint: CollectorBlueprint, loop: ReadinessLoop) throws -> [any Collector] {
        guard blueprint.setup.isMeasured, blueprint.setup.collectors.snmp.isEnabled else { return [] }
        let transport = UDPTransport(loop: loop, time: blueprint.time)
        return blueprint.setup.inventory.devices.compactMap { device -> (any Collector)? in
            guard let access = device.snmp else { return nil }
            let interfaces = blueprint.subjects.interfaces(of: device.id)
            do throws(CollectorError) {
                return SNMPCollector(
                    device: device, access: access, community: try Community(access.community),
                    interfaces: interfaces, transport: transport)
            } catch {
                return UnusableCollector(
                    target: TargetDescription(kind: .snmp, name: device.id.text, address: access.host),
                    error: error)
            }
        }
    }

    /// One collector for each STAMP path that has a reflector.
    private static func stamp(_ blueprint: CollectorBlueprint, loop: ReadinessLoop) -> [any Collector] {
        guard blueprint.setup.isMeasured, blueprint.setup.collectors.stamp.isEnabled else { return [] }
        let inventory = blueprint.setup.inventory
        return inventory.paths.compactMap { path -> (any Collector)? in
            guard path.method == .stamp, let subject = blueprint.subjects.path(path.id),
                let access = path.reflector.flatMap({ inventory.device($0)?.stamp })
            else { return nil }
            let floor = PhysicalFloor(
                path: path, a: inventory.site(path.a)?.coordinates, b: inventory.site(path.b)?.coordinates)
            return StampCollector(
                path: path, subject: subject, access: access,
                guaranteedFloorNanoseconds: Int64(floor.guaranteed ?? 0), loop: loop)
        }
    }
}

extension EngineSetup {
    var isMeasured: Bool { source == .measured }
}

extension Community {
    /// The community that the configuration refers to; `public` where it refers to none.
    init(_ reference: SecretReference?) throws(CollectorError) {
        guard let reference else {
            self = .wellKnown
            return
        }
        self.init(try reference.read().bytes)
    }
}

/// A target that cannot be tried because of its configuration: shown as such, tried again with back-off, since a
/// secret's file may yet be mended.
struct UnusableCollector: Collector {
    let target: TargetDescription
    let cadence = Cadence.continuous
    let error: CollectorError

    func collect(into intake: any Intake) async throws { throw error }
}
