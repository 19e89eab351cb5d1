import Collecting
import Exports
import Mapping
import Metro

#if GNMI
    import GNMI
#endif

extension CollectorRegistry {
    /// One for each device with gNMI settings.
    static func subscriptions(_ blueprint: CollectorBlueprint, _ owners: InterfaceOwners) -> [any Collector] {
        guard blueprint.setup.isMeasured, blueprint.setup.collectors.gnmi.isEnabled else { return [] }
        let inventory = blueprint.setup.inventory
        let directory = blueprint.directory
        return inventory.devices.compactMap { device in
            guard let access = device.gnmi else { return nil }
            #if GNMI
                let converter = Converter(
                    source: .gnmi(device.id), mappings: NameMapping.named(access.mappings, in: inventory),
                    directory: directory, owners: owners, intervalMilliseconds: access.intervalMilliseconds)
                return ExportCollector(
                    kind: .gnmi, name: device.id.text, format: .gnmiProto, transport: GNMITransport(access),
                    converter: converter)
            #else
                return UnbuiltSubscription(device.id, access)
            #endif
        }
    }
}

/// Stands where gNMI was left out of the build, so that the device shows why it has no values.
struct UnbuiltSubscription: Collector {
    let target: TargetDescription
    let cadence = Cadence.every(milliseconds: 60_000)

    init(_ device: DeviceID, _ access: GNMIAccess) {
        target = TargetDescription(kind: .gnmi, name: device.text, address: access.address)
    }

    var error: CollectorError {
        CollectorError(
            .system, "this program was built without gNMI (HAOMIAO_WITHOUT_GNMI), and \(target.name) has gnmi",
            advice: "build it without that variable, or take gnmi out of the device")
    }

    func collect(into intake: any Intake) async throws { throw error }
}
