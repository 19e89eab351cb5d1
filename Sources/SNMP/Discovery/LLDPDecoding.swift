import Metro
import Sockets

/// Reads the values of LLDP-MIB (IEEE 802.1AB-2009 §11.5), which are octets whose meaning a subtype gives. Never traps,
/// whatever an agent sends.
enum LLDPDecoding {
    /// LldpChassisIdSubtype.
    static func chassis(subtype: Int64?, _ octets: [UInt8]) -> LLDPIdentifier? {
        let kind: LLDPIdentifier.Kind =
            switch subtype {
            case 1: .component
            case 2: .interfaceAlias
            case 3: .portComponent
            case 4: .macAddress
            case 5: .networkAddress
            case 6: .interfaceName
            case 7: .local
            default: .unknown
            }
        return identifier(kind, octets)
    }

    /// LldpPortIdSubtype.
    static func port(subtype: Int64?, _ octets: [UInt8]) -> LLDPIdentifier? {
        let kind: LLDPIdentifier.Kind =
            switch subtype {
            case 1: .interfaceAlias
            case 2: .portComponent
            case 3: .macAddress
            case 4: .networkAddress
            case 5: .interfaceName
            case 6: .circuit
            case 7: .local
            default: .unknown
            }
        return identifier(kind, octets)
    }

    /// `nil` where there is nothing to tell anything apart by.
    private static func identifier(_ kind: LLDPIdentifier.Kind, _ octets: [UInt8]) -> LLDPIdentifier? {
        let text =
            switch kind {
            case .macAddress: macAddress(octets)
            case .networkAddress: networkAddress(octets) ?? readable(octets)
            default: readable(octets)
            }
        return text.isEmpty ? nil : LLDPIdentifier(kind, text)
    }

    /// Some agents send the address as text (NX-OS: `8c:60:4f:19:16:7c`).
    static func macAddress(_ octets: [UInt8]) -> String {
        if octets.count >= 12 {
            let digits = octets.filter { !":-. ".utf8.contains($0) }
            let values = digits.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
            if values.count == 12, digits.count == 12 {
                return hexadecimal(stride(from: 0, to: 12, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) })
            }
        }
        return octets.count <= 8 ? hexadecimal(octets) : readable(octets)
    }

    /// `00:1c:73:b4:fd:69`.
    static func hexadecimal(_ octets: some Collection<UInt8>) -> String {
        octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: ":")
    }

    /// An octet of IANA's address family numbers, then the address; some agents leave the first out.
    private static func networkAddress(_ octets: [UInt8]) -> String? {
        switch (octets.first, octets.count) {
        case (1, 5), (2, 17): address(octets.dropFirst())
        case (_, 4), (_, 16): address(octets[...])
        default: nil
        }
    }

    /// Text where it is text, else its octets: what is cut or replaced could make two ids equal.
    private static func readable(_ octets: [UInt8]) -> String {
        let text = DeviceText.decode(octets)
        let isFaithful = octets.count <= DeviceText.maximumScalars && !text.unicodeScalars.contains { isSign($0) }
        return isFaithful ? text : hexadecimal(octets.prefix(DeviceText.maximumScalars))
    }
    private static func isSign(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\u{FFFD}" || (0x2400...0x2421).contains(scalar.value)
    }

    /// Four octets or sixteen.
    private static func address(_ octets: ArraySlice<UInt8>) -> String? {
        let bytes = Array(octets)
        if bytes.count == 4 { return bytes.map { "\($0)" }.joined(separator: ".") }
        guard bytes.count == 16 else { return nil }
        let groups = stride(from: 0, to: 16, by: 2).map { String(Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]), radix: 16) }
        // Written as the system writes it, so that one address is one text.
        return SocketAddress(numericHost: groups.joined(separator: ":"), port: 0)?.host
    }

    /// lldpRemManAddrTable's index: timeMark, localPortNum, remote index, then the address' family, length and octets.
    /// `nil` where it is no IP address, or one that leads nowhere from here. Some agents leave the length out.
    static func managementAddress(index: ArraySlice<UInt32>) -> (key: RemoteKey, address: String)? {
        guard let key = RemoteKey(index.prefix(3)) else { return nil }
        let rest = Array(index.dropFirst(3))
        let octets: [UInt8]
        switch (rest.first, rest.dropFirst().first, rest.count) {
        case (1, 4, 6), (2, 16, 18): octets = rest.dropFirst(2).compactMap { UInt8(exactly: $0) }
        case (1, _, 5), (2, _, 17): octets = rest.dropFirst().compactMap { UInt8(exactly: $0) }
        default: return nil
        }
        guard leadsSomewhere(octets), let text = address(octets[...]) else { return nil }
        return (key, text)
    }

    /// Not unspecified, loopback, link-local or multicast.
    private static func leadsSomewhere(_ octets: [UInt8]) -> Bool {
        guard [4, 16].contains(octets.count), octets.contains(where: { $0 != 0 }) else { return false }
        if octets.count == 4 {
            return ![0, 127].contains(octets[0]) && octets[0] < 224 && !(octets[0] == 169 && octets[1] == 254)
        }
        return octets[0] != 0xFF && !(octets[0] == 0xFE && octets[1] & 0xC0 == 0x80)
            && !(octets.dropLast().allSatisfy { $0 == 0 } && octets[15] == 1)
    }

    /// lldpRemSysCapEnabled: whether the neighbour says what it is, and that it neither bridges (bit 2) nor routes
    /// (bit 4). Text in place of the bits, as some gateways send, says nothing.
    static func isHost(capabilities octets: [UInt8]) -> Bool {
        guard [1, 2, 4].contains(octets.count), let bits = octets.first else { return false }
        // Repeater 0x40, WLAN access point 0x10, telephone 0x04, cable modem 0x02, station 0x01.
        return bits & 0x28 == 0 && bits & 0x17 != 0
    }
}

/// The index of lldpRemTable (IEEE 802.1AB-2009 §11.5).
struct RemoteKey: Hashable, Sendable, Comparable {
    /// When the row last changed, hundredths of a second of the agent's clock.
    let timeMark: UInt32
    let localPort: UInt32
    let index: UInt32

    /// The same neighbour at any time: the tables do not always agree on when a row changed.
    struct Place: Hashable, Sendable {
        let localPort: UInt32
        let index: UInt32
    }
    var place: Place { Place(localPort: localPort, index: index) }

    init?(_ arcs: ArraySlice<UInt32>) {
        guard arcs.count == 3, let timeMark = arcs.first, let index = arcs.last else { return nil }
        self.timeMark = timeMark
        localPort = arcs[arcs.startIndex + 1]
        self.index = index
    }

    static func < (left: RemoteKey, right: RemoteKey) -> Bool {
        (left.localPort, left.index, left.timeMark) < (right.localPort, right.index, right.timeMark)
    }
}
