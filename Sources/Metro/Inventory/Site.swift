/// A place of the metro: everything with coordinates that a link or a path can end at.
public struct Site: Hashable, Sendable {
    public let id: SiteID
    public let name: LocalizedName
    /// `nil` where the inventory does not know: the map then falls back to a schematic layout.
    public let coordinates: Coordinates?
    public let operatorID: OperatorID?
    /// Prefecture-level city when it differs from the inventory's own.
    public let city: LocalizedName?
    /// One site may play several roles (a key location that is an important site).
    public let roles: [SiteRole]

    public init(
        id: SiteID, name: LocalizedName, coordinates: Coordinates?, operatorID: OperatorID? = nil,
        city: LocalizedName? = nil, roles: [SiteRole]
    ) {
        self.id = id
        self.name = name
        self.coordinates = coordinates
        self.operatorID = operatorID
        self.city = city
        self.roles = roles
    }

    public var centre: ComputingCentre? {
        for case .centre(let centre) in roles { return centre }
        return nil
    }
    public var accessPoint: AccessPoint? {
        for case .accessPoint(let point) in roles { return point }
        return nil
    }
    public var isKeyLocation: Bool { roles.contains(.keyLocation) }
    public var importantSite: ImportantSite? {
        for case .importantSite(let site) in roles { return site }
        return nil
    }
    public var terminalGroup: TerminalGroup? {
        for case .terminalGroup(let group) in roles { return group }
        return nil
    }
    /// Counted in K2: an active access point or a key location.
    public var isCoveragePoint: Bool { isKeyLocation || accessPoint?.isActive == true }
}

public enum SiteRole: Hashable, Sendable {
    case centre(ComputingCentre)
    case accessPoint(AccessPoint)
    case keyLocation
    case importantSite(ImportantSite)
    case terminalGroup(TerminalGroup)
}

public enum CentreClass: String, Sendable, CaseIterable {
    case large, medium, small
}

/// A computing centre (算力中心).
public struct ComputingCentre: Hashable, Sendable {
    /// Size class as the inventory states it; `nil` where it does not and the rack fallback must decide.
    public let declaredClass: CentreClass?
    /// What the class rests on (an approval, an operator's list …); free text for the report.
    public let basis: String?
    /// Standard racks of 2.5 kW.
    public let racks: Double?
    /// PFLOPS, FP16.
    public let petaflops: Double?
    public let exits: [ExitPort]

    public init(
        declaredClass: CentreClass?, basis: String? = nil, racks: Double? = nil, petaflops: Double? = nil,
        exits: [ExitPort] = []
    ) {
        self.declaredClass = declaredClass
        self.basis = basis
        self.racks = racks
        self.petaflops = petaflops
        self.exits = exits
    }
}

/// One physical exit port of a centre. Members of a LAG are ports of their own: 4 × 100G is not 400G (K3).
public struct ExitPort: Hashable, Sendable {
    public enum State: Hashable, Sendable {
        /// Planned ports never count.
        case planned
        /// In service when the measured operStatus says so.
        case installed
        /// In service by a dated acceptance in the inventory (ISO 8601 day).
        case accepted(day: String)
    }
    public let gigabitsPerSecond: Double
    public let state: State
    /// The interface whose operStatus is watched, where one is.
    public let interface: InterfaceReference?

    public init(gigabitsPerSecond: Double, state: State, interface: InterfaceReference? = nil) {
        self.gigabitsPerSecond = gigabitsPerSecond
        self.state = state
        self.interface = interface
    }
}

/// An integrated access point (综合接入点).
public struct AccessPoint: Hashable, Sendable {
    public let isActive: Bool
    public init(isActive: Bool = true) { self.isActive = isActive }
}

/// An important urban site (重要站点), K4.
public struct ImportantSite: Hashable, Sendable {
    public enum CrossConnect: String, Sendable, CaseIterable {
        /// An all-optical cross-connect in service.
        case oxc
        /// Counts only where the policy says so.
        case roadm
        /// A fixed OADM never counts.
        case oadm
        case none
    }
    /// `nil`: not known, widens K4.
    public let crossConnect: CrossConnect?
    public init(crossConnect: CrossConnect?) { self.crossConnect = crossConnect }
}

/// A group of terminals of one class and industry, K5.
public struct TerminalGroup: Hashable, Sendable {
    public let terminalClass: String
    public let industry: Industry

    public init(terminalClass: String, industry: Industry) {
        self.terminalClass = terminalClass
        self.industry = industry
    }
}

/// Industries that the notice names, and the rest.
public enum Industry: String, Sendable, CaseIterable {
    case manufacturing, finance, transport
    case healthCare = "health_care"
    case education, entertainment, other
}
