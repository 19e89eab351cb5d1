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

    init(_ targets: [TargetHealth]) {
        var devices: [DeviceID: MissingReason] = [:]
        var paths: [String: MissingReason] = [:]
        var measuredDevices: Set<DeviceID> = []
        var measuredPaths: Set<String> = []
        var instances: [InstanceID: MissingReason] = [:]
        var runningInstances: Set<InstanceID> = []
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
            case .gnmi:
                measuredDevices.insert(DeviceID(String(name)))
                devices[DeviceID(String(name))] = reason
            // A port where nothing arrives takes no value away.
            case .trap, .export, nil: break
            }
        }
        self.devices = devices
        self.paths = paths
        self.measuredDevices = measuredDevices
        self.measuredPaths = measuredPaths
        self.instances = instances
        self.runningInstances = runningInstances
    }

    /// `nil` while the device answers, or has not been asked yet.
    func device(_ id: DeviceID) -> MissingReason? {
        guard measuredDevices.contains(id) else { return .notMeasured }
        return devices[id]
    }

    func path(_ path: MeasuredPath, isSimulated: Bool) -> MissingReason? {
        if isSimulated { return nil }
        if let instance = path.instance {
            // Of single paths it reports itself why nothing comes.
            return runningInstances.contains(instance) ? instances[instance] : .notMeasured
        }
        guard measuredPaths.contains(path.id.text) else { return .notMeasured }
        return paths[path.id.text]
    }
}
