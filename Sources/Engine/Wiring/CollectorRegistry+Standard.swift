import Collecting
import Configuration
import Mapping
import Metro
import Objectives
import SNMP
import STAMP
import Sockets

extension CollectorRegistry {
    /// The collectors that are built in. SNMP agents are asked through `dispatcher`; STAMP reflectors through one of
    /// its own.
    static func standard(dispatcher: SNMPDispatcher) throws -> CollectorRegistry {
        var registry = CollectorRegistry()
        let prober = try StampDispatcher()
        let polled = PolledDevices()
        let owners = InterfaceOwners()
        try registry.register(.snmp) { blueprint in
            let collectors = snmp(blueprint, dispatcher)
            polled.keep(collectors)
            return collectors
        }
        try registry.register(.stamp) { stamp($0, prober) }
        try registry.register(.trap) { try traps($0, polled) }
        try registry.register(.probe) { probes($0) }
        try registry.register(.export) { exports($0.setup.inventory.exports, $0, owners) }
        try registry.register(.gnmi) { subscriptions($0, owners) }
        return registry
    }

    /// One collector for each device with SNMP settings.
    private static func snmp(_ blueprint: CollectorBlueprint, _ dispatcher: SNMPDispatcher) -> [any Collector] {
        guard blueprint.setup.isMeasured, blueprint.setup.collectors.snmp.isEnabled else { return [] }
        return blueprint.setup.inventory.devices.compactMap { device in
            guard let access = device.snmp else { return nil }
            // Counters of one interface from two sources would make rates of nothing.
            let isSource = device.interfacesFrom == .snmp
            return SNMPCollector(
                device: device, access: access,
                interfaces: isSource ? blueprint.subjects.interfaces(of: device.id) : [], transport: dispatcher
            ) { () throws(CollectorError) in try SNMPCredentials(access.security) }
        }
    }

    /// One for the port, where traps are to be received.
    private static func traps(
        _ blueprint: CollectorBlueprint, _ polled: PolledDevices
    ) throws -> [any Collector] {
        let settings = blueprint.setup.collectors.traps
        guard blueprint.setup.isMeasured, settings.isEnabled else { return [] }
        let devices = blueprint.setup.inventory.devices
        let listen = SocketAddress(numericHost: settings.host, port: settings.port) ?? .any(port: settings.port)
        return [
            // A thread of its own: what anybody sends must not hold up the answers to polls.
            NotificationCollector(listen: listen, loop: try ReadinessLoop()) { [time = blueprint.time] in
                try await NotificationAccess(
                    reading: settings, devices: devices, polled: polled, wallNanoseconds: time.wallNanoseconds)
            }
        ]
    }

    /// One collector for each instance that measures a path.
    private static func probes(_ blueprint: CollectorBlueprint) -> [any Collector] {
        let settings = blueprint.setup.collectors.stamp
        guard blueprint.setup.isMeasured, settings.isEnabled else { return [] }
        return blueprint.setup.inventory.instances.compactMap { instance in
            let list = ProbeList(blueprint.setup.inventory, instance: instance.id)
            guard !list.entries.isEmpty else { return nil }
            let subjects = list.entries.compactMap { entry in blueprint.subjects.path(entry.id).map { (entry.id, $0) } }
            return RemoteCollector(
                instance, list: list, subjects: Dictionary(subjects, uniquingKeysWith: { first, _ in first }))
        }
    }

    /// One collector for each STAMP path that has a reflector and that no other instance measures.
    private static func stamp(_ blueprint: CollectorBlueprint, _ dispatcher: StampDispatcher) -> [any Collector] {
        guard blueprint.setup.isMeasured, blueprint.setup.collectors.stamp.isEnabled else { return [] }
        let inventory = blueprint.setup.inventory
        return inventory.paths.compactMap { path -> (any Collector)? in
            guard path.method == .stamp || path.method == .roundTrip, path.instance == nil, path.export == nil,
                let subject = blueprint.subjects.path(path.id),
                let access = path.reflector.flatMap({ inventory.device($0)?.stamp })
            else { return nil }
            let floor = PhysicalFloor(
                path: path, a: inventory.site(path.a)?.coordinates, b: inventory.site(path.b)?.coordinates)
            return StampCollector(
                path: path, subject: subject, access: access,
                guaranteedFloorNanoseconds: Int64(floor.guaranteed ?? 0), dispatcher: dispatcher)
        }
    }
}

extension EngineSetup {
    var isMeasured: Bool { source == .measured }
}
