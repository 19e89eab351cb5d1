/// IF-MIB ifOperStatus (1 … 7) and ifAdminStatus (1 … 3) of RFC 2863, raw values as on the wire.
public enum OperationalStatus: Int, Sendable, CaseIterable {
    case up = 1
    case down = 2
    case testing = 3
    case unknown = 4
    case dormant = 5
    case notPresent = 6
    case lowerLayerDown = 7

    /// The MIB's own word.
    public var word: String {
        switch self {
        case .up: "up"
        case .down: "down"
        case .testing: "testing"
        case .unknown: "unknown"
        case .dormant: "dormant"
        case .notPresent: "notPresent"
        case .lowerLayerDown: "lowerLayerDown"
        }
    }
}

/// One direction of a link. A→B is A's HCOut, B→A is B's HCOut; the far end's HCIn checks it.
public struct LinkDirectionPicture: Sendable {
    /// 0 … 1.05.
    public var utilization: Reading<Double>
    public var bitsPerSecond: Reading<Double>
    /// What the sending end's ifHighSpeed says, bit/s.
    public var speedBitsPerSecond: Reading<Double>
    public var errorsPerSecond: Reading<Double>
    public var discardsPerSecond: Reading<Double>
    /// Of the sending end.
    public var operationalStatus: Reading<OperationalStatus>
    /// The sending end's octet counter as last read, `nil` before the first.
    public var octets: UInt64?
    /// Age of the newest octet counter, nanoseconds; `nil` before the first.
    public var ageNanoseconds: Int64?
    /// Far end's HCIn differs by over 2 %.
    public var endsDisagree: Bool
    /// Utilization of the last 60 closed minutes, oldest first; NaN is a gap.
    public var minuteUtilization: Deferred<Float>

    public init(
        utilization: Reading<Double>, bitsPerSecond: Reading<Double>, speedBitsPerSecond: Reading<Double>,
        errorsPerSecond: Reading<Double>, discardsPerSecond: Reading<Double>,
        operationalStatus: Reading<OperationalStatus>, octets: UInt64? = nil, ageNanoseconds: Int64?,
        endsDisagree: Bool = false,
        minuteUtilization: Deferred<Float> = []
    ) {
        self.utilization = utilization
        self.bitsPerSecond = bitsPerSecond
        self.speedBitsPerSecond = speedBitsPerSecond
        self.errorsPerSecond = errorsPerSecond
        self.discardsPerSecond = discardsPerSecond
        self.operationalStatus = operationalStatus
        self.octets = octets
        self.ageNanoseconds = ageNanoseconds
        self.endsDisagree = endsDisagree
        self.minuteUtilization = minuteUtilization
    }

    /// Nothing is known, for one reason.
    public static func missing(_ reason: MissingReason) -> LinkDirectionPicture {
        LinkDirectionPicture(
            utilization: .missing(reason), bitsPerSecond: .missing(reason), speedBitsPerSecond: .missing(reason),
            errorsPerSecond: .missing(reason), discardsPerSecond: .missing(reason),
            operationalStatus: .missing(reason), ageNanoseconds: nil)
    }
}

/// What is known of the interface at one end of a link, beside its counters.
public struct LinkEndPicture: Hashable, Sendable {
    /// ifAlias as decoded, "" where none.
    public var alias: String
    /// ifIndex now; `nil` before it is known.
    public var ifIndex: UInt32?
    /// What the device does with this interface that an operator should know, one short sentence each.
    public var oddities: [String]
    /// `nil`: the device has no optical figures of it, or none were read yet.
    public var optics: InterfaceOptics?

    public init(
        alias: String = "", ifIndex: UInt32? = nil, oddities: [String] = [], optics: InterfaceOptics? = nil
    ) {
        self.alias = alias
        self.ifIndex = ifIndex
        self.oddities = oddities
        self.optics = optics
    }
}

public struct LinkPicture: Sendable {
    /// A→B.
    public var forward: LinkDirectionPicture
    /// B→A.
    public var backward: LinkDirectionPicture
    public var severity: Severity
    /// The agent's speed differs from the inventory's capacity.
    public var capacityDiffers: Bool
    public var endA: LinkEndPicture
    public var endB: LinkEndPicture
    /// Indices into `MetroSnapshot.paths` of the paths that ride on this link.
    public var paths: [Int]

    public init(
        forward: LinkDirectionPicture, backward: LinkDirectionPicture, severity: Severity,
        capacityDiffers: Bool = false, endA: LinkEndPicture = LinkEndPicture(),
        endB: LinkEndPicture = LinkEndPicture(), paths: [Int] = []
    ) {
        self.forward = forward
        self.backward = backward
        self.severity = severity
        self.capacityDiffers = capacityDiffers
        self.endA = endA
        self.endB = endB
        self.paths = paths
    }
}
