import Collecting
import Metro
import SNMP
import Synchronization

/// Who polls which device, for the receiver of notifications.
final class PolledDevices: Sendable {
    private let pollers = Mutex<[String: any PolledInterfaces]>([:])

    func keep(_ collectors: [any Collector]) {
        pollers.withLock { pollers in
            for collector in collectors { pollers[collector.target.name] = collector as? any PolledInterfaces }
        }
    }

    func poller(of device: DeviceID) -> (any PolledInterfaces)? { pollers.withLock { $0[device.text] } }
}
