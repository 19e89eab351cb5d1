/// One interface of one device, as an operator names it: `device:ifName`.
public struct InterfaceReference: Hashable, Sendable, CustomStringConvertible {
    public let device: DeviceID
    /// IF-MIB ifName, compared byte for byte after decoding.
    public let name: String

    public init(device: DeviceID, name: String) {
        self.device = device
        self.name = name
    }
    public var description: String { "\(device):\(name)" }
}

/// A point-to-point link between two interfaces. *Forward* is A→B everywhere.
public struct Link: Hashable, Sendable {
    public let id: LinkID
    public let name: LocalizedName?
    public let a: InterfaceReference
    public let b: InterfaceReference
    public let siteA: SiteID?
    public let siteB: SiteID?
    /// Bit/s that the inventory expects; what the agent says (ifHighSpeed) is the capacity, a difference is flagged.
    public let capacityBitsPerSecond: Double?
    /// Length of fibre from design or OTDR, kilometres.
    public let fibreKilometres: Double?
    public let operatorID: OperatorID?

    public init(
        id: LinkID, name: LocalizedName? = nil, a: InterfaceReference, b: InterfaceReference, siteA: SiteID? = nil,
        siteB: SiteID? = nil, capacityBitsPerSecond: Double? = nil, fibreKilometres: Double? = nil,
        operatorID: OperatorID? = nil
    ) {
        self.id = id
        self.name = name
        self.a = a
        self.b = b
        self.siteA = siteA
        self.siteB = siteB
        self.capacityBitsPerSecond = capacityBitsPerSecond
        self.fibreKilometres = fibreKilometres
        self.operatorID = operatorID
    }
}
