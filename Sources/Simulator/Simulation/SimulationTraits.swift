import Metro

/// What a simulation knows of a city beyond its inventory. All of it is optional: what is not stated is derived from
/// the seed.
public struct SimulationTraits: Sendable {
    /// One-way delay of a link's equipment beyond its fibre (O-E-O conversions, old SDH sections), nanoseconds.
    public var linkEquipmentNanoseconds: [LinkID: Double]
    /// One-way delay between a site's terminals and its first router (PON, 5G), nanoseconds.
    public var accessNanoseconds: [SiteID: Double]
    /// Sites whose probe has lost its clock: every delay from or to them is flagged, none proves anything.
    public var unsynchronisedSites: Set<SiteID>
    /// Share of traffic that follows office hours, 0 … 1; the rest follows the evening at home.
    public var businessShare: [SiteID: Double]
    /// Paths whose way back is another, longer route.
    public var asymmetricPaths: Set<PathID>

    public init(
        linkEquipmentNanoseconds: [LinkID: Double] = [:], accessNanoseconds: [SiteID: Double] = [:],
        unsynchronisedSites: Set<SiteID> = [], businessShare: [SiteID: Double] = [:],
        asymmetricPaths: Set<PathID> = []
    ) {
        self.linkEquipmentNanoseconds = linkEquipmentNanoseconds
        self.accessNanoseconds = accessNanoseconds
        self.unsynchronisedSites = unsynchronisedSites
        self.businessShare = businessShare
        self.asymmetricPaths = asymmetricPaths
    }
}
