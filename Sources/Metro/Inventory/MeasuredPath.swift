/// The layer at which a delay was measured. A higher layer bounds a lower one from above (`indicators.md` §3).
public enum NetworkLayer: String, Sendable, CaseIterable {
    case optical
    case ip
}

/// How a delay is obtained; always shown beside it.
public enum DelayMethod: String, Sendable, CaseIterable {
    /// RFC 8762 two-way active measurement with four time stamps.
    case stamp
    /// ITU-T G.709 ODUk path delay measurement.
    case odukDelay = "oduk"
    /// Half or bound of a round trip without synchronised clocks; always labelled *estimate*.
    case roundTrip = "round_trip"
    case simulator
}

/// Whether both ends of a measurement read the same clock.
public enum ClockRelation: String, Sendable, CaseIterable, Codable {
    case shared
    case independent
}

/// A path whose one-way delay is measured in both directions. *Forward* is A→B, from sender to reflector.
public struct MeasuredPath: Hashable, Sendable {
    public let id: PathID
    public let name: LocalizedName?
    public let a: SiteID
    public let b: SiteID
    public let layer: NetworkLayer
    public let method: DelayMethod
    /// The device whose reflector answers (`Device.stamp`); `nil` for simulated and optical measurements.
    public let reflector: DeviceID?
    public let clock: ClockRelation
    /// The link that the path rides on, where there is one.
    public let link: LinkID?
    /// Route length for the physical floor, kilometres; `lengthBasis` says whether it proves anything.
    public let routeKilometres: Double?
    public let lengthBasis: LengthBasis
    /// Time between probes, milliseconds, 10 … 60 000.
    public let probeIntervalMilliseconds: Int
    /// Differentiated services code point of the probes, 0 … 63.
    public let dscp: UInt8
    /// UDP payload of a probe, octets; `nil`: the least that its form needs.
    public let probeBytes: Int?
    /// Who measures it, where the sender is not this program; `nil`: this one does.
    public let instance: InstanceID?
    /// The export that brings its delays; `nil`: none does.
    public let export: ExportID?

    public init(
        id: PathID, name: LocalizedName? = nil, a: SiteID, b: SiteID, layer: NetworkLayer, method: DelayMethod,
        reflector: DeviceID? = nil, clock: ClockRelation = .independent, link: LinkID? = nil,
        routeKilometres: Double? = nil, lengthBasis: LengthBasis = .geodesic, probeIntervalMilliseconds: Int = 1_000,
        dscp: UInt8 = 0, probeBytes: Int? = nil, instance: InstanceID? = nil, export: ExportID? = nil
    ) {
        self.id = id
        self.name = name
        self.a = a
        self.b = b
        self.layer = layer
        self.method = method
        self.reflector = reflector
        self.clock = clock
        self.link = link
        self.routeKilometres = routeKilometres
        self.lengthBasis = lengthBasis
        self.probeIntervalMilliseconds = probeIntervalMilliseconds
        self.dscp = dscp
        self.probeBytes = probeBytes
        self.instance = instance
        self.export = export
    }

    /// Packets come back; ODUk delay measurement tells each direction by itself.
    public var hasRoundTrip: Bool { layer == .ip }
}

/// Where a length comes from (`indicators.md` §4). Proofs use OTDR or the plain geodesic only.
public enum LengthBasis: String, Sendable, CaseIterable {
    case otdr
    case designRoute = "design"
    case geodesic
}
