/// How a device or a port names itself to its neighbours: chassis id and port id of LLDP (IEEE 802.1AB-2009 §8.5.2,
/// §8.5.3). Equal ones name the same thing.
public struct LLDPIdentifier: Hashable, Sendable, CustomStringConvertible {
    public enum Kind: String, Hashable, Sendable {
        case component, interfaceAlias, portComponent, macAddress, networkAddress, interfaceName, circuit, local
        /// The agent does not say what it is.
        case unknown
    }
    public var kind: Kind
    /// `00:1c:73:b4:fd:69` for a MAC address, an address as people write it, else text; never empty.
    public var text: String

    public init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }
    public var description: String { text }
}
