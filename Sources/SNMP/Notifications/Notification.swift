import Metro
import Sockets

/// A trap or inform as SNMPv2 has it; those of v1 are brought into that form (RFC 3584 §3.1).
public struct Notification: Hashable, Sendable {
    public enum Version: String, Hashable, Sendable {
        case v1, v2c, v3
    }
    /// What Haomiao makes of it.
    public enum Meaning: Hashable, Sendable {
        /// coldStart, warmStart.
        case start
        case link(LinkChange)
        /// Somebody asked the device with a wrong secret.
        case authenticationFailure
        case unknown
    }
    public var version: Version
    public var isInform: Bool
    /// snmpTrapOID.
    public var name: OID
    /// sysUpTime, hundredths of a second; `nil` where the sender leaves it out.
    public var agentTicks: UInt32?
    /// agent-addr of v1, or snmpTrapAddress: whom it is about where somebody forwards it. Without a port.
    public var agentAddress: SocketAddress?
    /// Without sysUpTime and snmpTrapOID.
    public var variables: [VariableBinding]

    public var meaning: Meaning {
        switch name {
        case NotificationNames.coldStart, NotificationNames.warmStart: .start
        case NotificationNames.linkDown: .link(LinkChange(isUp: false, variables))
        case NotificationNames.linkUp: .link(LinkChange(isUp: true, variables))
        case NotificationNames.authenticationFailure: .authenticationFailure
        default: .unknown
        }
    }
}

extension Notification {
    /// Why a PDU is not a notification.
    enum Flaw: Error, Hashable, Sendable {
        /// A request, a response, or a notification of another version.
        case unexpected
        /// Without snmpTrapOID, or of a generic trap that does not exist.
        case nameless
    }

    init(_ pdu: PDU, version: Version) throws(Flaw) {
        switch (pdu.kind, version) {
        case (.trapV1(let trap), .v1): try self.init(trap, pdu.variables)
        case (.trap, .v2c), (.trap, .v3): try self.init(pdu.variables, version: version, isInform: false)
        case (.informRequest, .v2c), (.informRequest, .v3):
            try self.init(pdu.variables, version: version, isInform: true)
        default: throw .unexpected
        }
    }

    /// RFC 3416 §4.2.6 wants sysUpTime.0 and snmpTrapOID.0 first, in that order; agents that put them elsewhere are
    /// understood too, as by net-snmp.
    private init(_ variables: [VariableBinding], version: Version, isInform: Bool) throws(Flaw) {
        var name: OID?
        var ticks: UInt32?
        var address: SocketAddress?
        for variable in variables {
            switch (variable.name, variable.value) {
            case (NotificationNames.trapName, .objectIdentifier(let value)): name = name ?? value
            case (NotificationNames.systemUpTime, .timeTicks(let value)): ticks = ticks ?? value
            case (NotificationNames.trapAddress, .ipAddress(let octets)): address = SocketAddress(octets)
            default: break
            }
        }
        guard let name else { throw .nameless }
        self.init(
            version: version, isInform: isInform, name: name, agentTicks: ticks, agentAddress: address,
            variables: variables.filter {
                $0.name != NotificationNames.systemUpTime && $0.name != NotificationNames.trapName
            })
    }

    private init(_ trap: TrapV1, _ variables: [VariableBinding]) throws(Flaw) {
        let name: OID
        switch trap.generic {
        case 0...5: name = NotificationNames.traps.appending(UInt32(trap.generic) + 1)
        // RFC 3584 §3.1 (3): the enterprise, a 0, and the number.
        case 6: name = trap.enterprise.appending(0, UInt32(truncatingIfNeeded: trap.specific))
        default: throw .nameless
        }
        self.init(
            version: .v1, isInform: false, name: name, agentTicks: trap.timeStamp,
            agentAddress: SocketAddress(trap.agentAddress), variables: variables)
    }
}

extension SocketAddress {
    /// An IpAddress that names somebody, without a port.
    fileprivate init?(_ octets: [UInt8]) {
        guard octets.count == 4, octets.contains(where: { $0 != 0 }) else { return nil }
        self.init(ipv4: octets[0], octets[1], octets[2], octets[3], port: 0)
    }

    var withoutPort: SocketAddress {
        var copy = self
        copy.port = 0
        return copy
    }
}
