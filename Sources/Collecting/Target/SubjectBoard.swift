import Metro

/// What collectors say of interfaces and paths beside samples: text facts, and why values are missing.
/// Bounded by the inventory: subjects outside it are ignored.
public struct SubjectBoard: Sendable {
    public private(set) var interfaceFacts: [InterfaceFacts?]
    public private(set) var interfaceOptics: [InterfaceOptics?]
    public private(set) var interfaceMissing: [MissingReason?]
    public private(set) var pathMissing: [MissingReason?]
    public private(set) var probeAccounts: [ProbeAccount?]
    public private(set) var pathClocks: [PathClock?]
    /// The latest of each device.
    public private(set) var surveys: [DeviceID: DeviceSurvey] = [:]
    /// Grows with every survey.
    public private(set) var surveyCount = 0
    /// The last that was told of an interface by another than its poller.
    public private(set) var interfaceTold: [UInt32: InterfaceWord] = [:]
    public private(set) var traps: TrapPicture?

    public init(interfaces: Int, paths: Int) {
        interfaceFacts = Array(repeating: nil, count: interfaces)
        interfaceOptics = Array(repeating: nil, count: interfaces)
        interfaceMissing = Array(repeating: nil, count: interfaces)
        pathMissing = Array(repeating: nil, count: paths)
        probeAccounts = Array(repeating: nil, count: paths)
        pathClocks = Array(repeating: nil, count: paths)
    }

    public mutating func apply(_ finding: Finding) {
        switch finding {
        case .interface(let subject, let facts):
            guard interfaceFacts.indices.contains(Int(subject)) else { return }
            interfaceFacts[Int(subject)] = facts
        case .optics(let subject, let optics):
            guard interfaceOptics.indices.contains(Int(subject)) else { return }
            interfaceOptics[Int(subject)] = optics
        case .interfaceMissing(let subject, let reason):
            guard interfaceMissing.indices.contains(Int(subject)) else { return }
            interfaceMissing[Int(subject)] = reason
        case .pathMissing(let subject, let reason):
            guard pathMissing.indices.contains(Int(subject)) else { return }
            pathMissing[Int(subject)] = reason
        case .probeAccount(let subject, let account):
            guard probeAccounts.indices.contains(Int(subject)) else { return }
            probeAccounts[Int(subject)] = account
        case .pathClock(let subject, let clock):
            guard pathClocks.indices.contains(Int(subject)) else { return }
            pathClocks[Int(subject)] = clock
        case .survey(let device, let survey):
            surveys[device] = survey
            surveyCount += 1
        case .interfaceTold(let subject, let isUp, let time):
            guard interfaceMissing.indices.contains(Int(subject)) else { return }
            interfaceTold[subject] = InterfaceWord(isUp: isUp, timeNanoseconds: time)
        case .traps(let picture): traps = picture
        case .answered, .timedOut, .retried, .trouble, .notes, .period, .sensors, .strays, .stream, .news: break
        }
    }
}

/// What a device said of an interface without being asked.
public struct InterfaceWord: Hashable, Sendable {
    public var isUp: Bool
    /// Wall clock.
    public var timeNanoseconds: Int64
}
