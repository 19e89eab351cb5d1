import Metro

/// Subscriptions that are known to work with a family of devices, and the mapping that understands their answers.
public enum GNMIPreset: String, Sendable, CaseIterable {
    /// Models of OpenConfig: Arista EOS, Cisco IOS XR and NX-OS, Juniper Junos, Nokia SR OS, SONiC.
    case openConfig = "openconfig"
    /// The same with the optical power of transceivers, where the device names them as their interfaces.
    case openConfigOptics = "openconfig-optics"
    /// Nokia SR Linux, its own model.
    case nokiaSRLinux = "nokia-srlinux"
    /// Nokia SR OS, its own model.
    case nokiaSROS = "nokia-sros"
    /// Cisco IOS XR, its own models.
    case ciscoXR = "cisco-xr"
    /// Huawei VRP, its own model.
    case huawei = "huawei-ifm"

    /// Names of mappings (`NameMapping.presets`).
    public var mappings: [String] { [self == .openConfigOptics ? Self.openConfig.rawValue : rawValue] }

    /// `interval`: of what is sampled, milliseconds.
    public func subscriptions(intervalMilliseconds interval: Int) -> [GNMIAccess.Subscription] {
        func sampled(_ path: String, _ origin: String? = nil) -> GNMIAccess.Subscription {
            .init(path: path, origin: origin, mode: .sample, intervalMilliseconds: interval)
        }
        func onChange(_ path: String) -> GNMIAccess.Subscription {
            .init(path: path, mode: .onChange, intervalMilliseconds: interval)
        }
        switch self {
        case .openConfig:
            return [
                sampled("/interfaces/interface[name=*]/state/counters"),
                onChange("/interfaces/interface[name=*]/state/oper-status"),
                onChange("/interfaces/interface[name=*]/state/description"),
                onChange("/interfaces/interface[name=*]/ethernet/state/port-speed"),
            ]
        case .openConfigOptics:
            return Self.openConfig.subscriptions(intervalMilliseconds: interval) + [
                sampled("/components/component[name=*]/transceiver/physical-channels/channel[index=*]/state")
            ]
        case .nokiaSRLinux:
            return [
                sampled("/interface[name=*]/statistics"),
                onChange("/interface[name=*]/oper-state"),
                onChange("/interface[name=*]/description"),
                onChange("/interface[name=*]/ethernet/port-speed"),
            ]
        case .ciscoXR:
            return [
                sampled(
                    "/infra-statistics/interfaces/interface[interface-name=*]/latest/generic-counters",
                    "Cisco-IOS-XR-infra-statsd-oper"),
                // State and speed stand in one place, which is not told on change.
                sampled("/interfaces/interface-xr/interface[interface-name=*]", "Cisco-IOS-XR-pfi-im-cmd-oper"),
            ]
        case .nokiaSROS:
            return [
                sampled("/state/port[port-id=*]/statistics"), onChange("/state/port[port-id=*]/oper-state"),
                onChange("/state/port[port-id=*]/ethernet/oper-speed"),
            ]
        case .huawei:
            return [
                sampled("/huawei-ifm:ifm/interfaces/interface[name=*]/mib-statistics"),
                sampled("/huawei-ifm:ifm/interfaces/interface[name=*]/dynamic"),
            ]
        }
    }
}
