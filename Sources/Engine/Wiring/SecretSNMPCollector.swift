import Collecting
import Metro
import SNMP
import Sockets
import Synchronization

/// Polls a device with the community that the configuration refers to. The secret is read when it is first needed and
/// again after each failure: it may have been mended, or changed. A secret that cannot be read fails this device alone.
final class SecretSNMPCollector: Collector, PolledInterfaces {
    let target: TargetDescription
    let cadence: Cadence
    private let make: @Sendable () throws(CollectorError) -> SNMPCollector
    private let collector = Mutex<SNMPCollector?>(nil)

    init(
        device: Device, access: SNMPAccess, interfaces: [(name: String, subject: UInt32)],
        transport: any SNMPTransport
    ) {
        target = TargetDescription(
            kind: .snmp, name: device.id.text, address: SocketAddress.text(host: access.host, port: access.port))
        cadence = .every(milliseconds: access.periodMilliseconds)
        make = { () throws(CollectorError) in
            SNMPCollector(
                device: device, access: access, credentials: try SNMPCredentials(access.security),
                interfaces: interfaces,
                transport: transport)
        }
    }

    func subject(ofInterface ifIndex: UInt32) -> UInt32? {
        collector.withLock { $0 }?.subject(ofInterface: ifIndex)
    }
    var lastAgentTicks: UInt32? { collector.withLock { $0 }?.lastAgentTicks }

    func collect(into intake: any Intake) async throws {
        let current = try collector.withLock { collector in
            if let collector { return collector }
            let made = try make()
            collector = made
            return made
        }
        do {
            try await current.collect(into: intake)
        } catch {
            collector.withLock { $0 = nil }
            throw error
        }
    }
}
