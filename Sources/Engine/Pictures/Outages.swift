import Collecting
import Metro

/// Why nothing arrives, target by target: a device that does not answer explains all its interfaces.
struct Outages {
    private let devices: [DeviceID: MissingReason]
    private let paths: [String: MissingReason]
    private let measuredDevices: Set<DeviceID>
    private let measuredPaths: Set<String>
    private let instances: [InstanceID: MissingReason]
    private let runningInstances: Set<InstanceID>
    /// Sessions of gNMI and exports, those that are well with `nil`.
    private let sessions: [DeviceID: MissingReason?]
    private let exports: [ExportID: MissingReason?]

    init(_ targets: [TargetHealth]) {
        var devices: [DeviceID: MissingReason] = [:]
        var paths: [String: MissingReason] = [:]
        var measuredDevices: Set<DeviceID> = []
        var measuredPaths: Set<String> = []
        var instances: [InstanceID: MissingReason] = [:]
        var runningInstances: Set<InstanceID> = []
        var sessions: [DeviceID: MissingReason?] = [:]
        var exports: [ExportID: MissingReason?] = [:]
        for target in targets {
            let name = target.picture.id.drop { $0 != "/" }.dropFirst()
            let reason = target.lastFailure?.missingReason
            switch CollectorKind(rawValue: target.picture.kind) {
            case .stamp:
                measuredPaths.insert(String(name))
                paths[String(name)] = reason
            case .snmp, .simulator:
                measuredDevices.insert(DeviceID(String(name)))
                devices[DeviceID(String(name))] = reason
            case .probe:
                runningInstances.insert(InstanceID(String(name)))
                instances[InstanceID(String(name))] = reason
            case .gnmi: sessions[DeviceID(String(name))] = .some(reason)
            case .export: exports[ExportID(String(name))] = .some(reason)
            // A port where nothing arrives takes no value away.
            case .trap, nil: break
            }
        }
        self.devices = devices
        self.paths = paths
        self.measuredDevices = measuredDevices
        self.measuredPaths = measuredPaths
        self.instances = instances
        self.runningInstances = runningInstances
        self.sessions = sessions
        self.exports = exports
    }

    /// Of the one who tells of the device's interfaces; `nil` while it is well, or has said nothing yet.
    func interfaces(of device: Device, isSimulated: Bool) -> MissingReason? {
        if isSimulated { return self.device(device.id) }
        switch device.interfacesFrom {
        case .snmp: return self.device(device.id)
        case .gnmi:
            // A gateway may speak for a device that has no session of its own.
            if let own = sessions[device.id] { return own }
            return Self.common(sessions.values)
        case .export(let export): return exports[export] ?? .notMeasured
        case .anyExport: return Self.common(exports.values)
        }
    }

    /// Any of them could tell: what keeps all of them from it.
    private static func common(_ reasons: some Collection<MissingReason?>) -> MissingReason? {
        if reasons.isEmpty { return .notMeasured }
        return reasons.contains(nil) ? nil : reasons.compactMap { $0 }.min { $0.rawValue < $1.rawValue }
    }

    /// `nil` while the device answers, or has not been asked yet.
    func device(_ id: DeviceID) -> MissingReason? {
        guard measuredDevices.contains(id) else { return .notMeasured }
        return devices[id]
    }

    func path(_ path: MeasuredPath, isSimulated: Bool) -> MissingReason? {
        if isSimulated { return nil }
        if let export = path.export { return exports[export] ?? .notMeasured }
        if let instance = path.instance {
            // Of single paths it reports itself why nothing comes.
            return runningInstances.contains(instance) ? instances[instance] : .notMeasured
        }
        guard measuredPaths.contains(path.id.text) else { return .notMeasured }
        return paths[path.id.text]
    }
}
