/// Where the inventory and the network say different things.
public struct DriftPicture: Hashable, Sendable {
    /// Findings that are kept.
    public static let limit = 1_000

    /// Those that concern links first, then by device and interface; at most `limit`.
    public private(set) var findings: [DriftFinding]
    /// Findings beyond those.
    public private(set) var omitted: Int
    /// Devices whose neighbours were asked for, of all that are polled: the rest may differ unseen.
    public var surveyedDevices: Int
    public var polledDevices: Int
    /// Of the surveyed ones, those that hear nobody: without LLDP, or with a view that hides it.
    public var deafDevices: Int

    public init(
        findings: [DriftFinding] = [], surveyedDevices: Int = 0, polledDevices: Int = 0, deafDevices: Int = 0
    ) {
        self.findings = Array(findings.prefix(Self.limit))
        omitted = max(0, findings.count - Self.limit)
        self.surveyedDevices = surveyedDevices
        self.polledDevices = polledDevices
        self.deafDevices = deafDevices
    }

    public func findings(of link: LinkID) -> [DriftFinding] { findings.filter { $0.link == link } }
    public func findings(of device: DeviceID) -> [DriftFinding] { findings.filter { $0.device == device } }
}

/// One difference between the inventory and what devices say.
public struct DriftFinding: Hashable, Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        /// The device has no interface of that name.
        case interfaceMissing = "interface_missing"
        /// The device has no interface of that name, and sees the far end of the link on another one.
        case interfaceRenamed = "interface_renamed"
        /// The end of a link sees another device, or another port, than the inventory names.
        case otherNeighbour = "other_neighbour"
        /// Both devices of a link speak LLDP, and neither sees a neighbour there.
        case linkUnseen = "link_unseen"
        /// The interface's speed is not the link's capacity.
        case speedDiffers = "speed_differs"
        /// Two devices of the inventory see each other where it has no link.
        case linkUnlisted = "link_unlisted"
        /// A device of the inventory did not answer.
        case deviceSilent = "device_silent"
        /// A device answers that the inventory does not name.
        case deviceUnlisted = "device_unlisted"
        /// A neighbour is not in the inventory.
        case unknownNeighbour = "unknown_neighbour"
    }
    public var kind: Kind
    /// The device that it was seen at; `nil` for a device that the inventory does not name.
    public var device: DeviceID?
    public var interface: String?
    public var link: LinkID?
    /// What the inventory says: an interface, `device:interface`, or a speed such as `400G`.
    public var expected: String?
    /// What was found instead.
    public var found: String?

    public init(
        _ kind: Kind, device: DeviceID? = nil, interface: String? = nil, link: LinkID? = nil, expected: String? = nil,
        found: String? = nil
    ) {
        self.kind = kind
        self.device = device
        self.interface = interface
        self.link = link
        self.expected = expected
        self.found = found
    }
}
