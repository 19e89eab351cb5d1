import Metro

/// Subscriptions that are known to work with a family of devices, and the mapping that understands their answers.
public enum GNMIPreset: String, Sendable, CaseIterable {
    /// Models of OpenConfig: Arista EOS, Cisco IOS XR and NX-OS, Juniper Junos, Nokia SR OS, SONiC.
    case openConfig = "openconfig"
    /// Nokia SR Linux, its own model.
    case nokiaSRLinux = "nokia-srlinux"
    /// Cisco IOS XR, its own models.
    case ciscoXR = "cisco-xr"

    /// Names of mappings (`NameMapping.presets`).
    public var mappings: [String] { [rawValue] }

    /// `interval`: of what is sampled, milliseconds.
    public func subscriptions(intervalMilliseconds interval: Int) -> [GNMIAccess.Subscription] {
        func sampled(_ path: String, _ origin: String? = nil, slower factor: Int = 1) -> GNMIAccess.Subscription {
            .init(path: path, origin: origin, mode: .sample, intervalMilliseconds: interval * factor)
        }
        func onChange(_ path: String, _ origin: String? = nil) -> GNMIAccess.Subscription {
            .init(path: path, origin: origin, mode: .onChange, intervalMilliseconds: interval)
        }
        switch self {
        case .openConfig:
            return [
                sampled("/interfaces/interface[name=*]/state/counters"),
                onChange("/interfaces/interface[name=*]/state/oper-status"),
                onChange("/interfaces/interface[name=*]/state/description"),
                onChange("/interfaces/interface[name=*]/ethernet/state/port-speed"),
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
                // IOS XR tells state and speed in one place, and not on change.
                sampled(
                    "/interfaces/interface-xr/interface[interface-name=*]", "Cisco-IOS-XR-pfi-im-cmd-oper", slower: 3),
            ]
        }
    }
}
