import Metro

/// What collectors say of interfaces and paths beside samples: text facts, and why values are missing.
/// Bounded by the inventory: subjects outside it are ignored.
public struct SubjectBoard: Sendable {
    public private(set) var interfaceFacts: [InterfaceFacts?]
    public private(set) var interfaceMissing: [MissingReason?]
    public private(set) var pathMissing: [MissingReason?]
    /// The latest of each device.
    public private(set) var surveys: [DeviceID: DeviceSurvey] = [:]
    /// Grows with every survey.
    public private(set) var surveyCount = 0

    public init(interfaces: Int, paths: Int) {
        interfaceFacts = Array(repeating: nil, count: interfaces)
        interfaceMissing = Array(repeating: nil, count: interfaces)
        pathMissing = Array(repeating: nil, count: paths)
    }

    public mutating func apply(_ finding: Finding) {
        switch finding {
        case .interface(let subject, let facts):
            guard interfaceFacts.indices.contains(Int(subject)) else { return }
            interfaceFacts[Int(subject)] = facts
        case .interfaceMissing(let subject, let reason):
            guard interfaceMissing.indices.contains(Int(subject)) else { return }
            interfaceMissing[Int(subject)] = reason
        case .pathMissing(let subject, let reason):
            guard pathMissing.indices.contains(Int(subject)) else { return }
            pathMissing[Int(subject)] = reason
        case .survey(let device, let survey):
            surveys[device] = survey
            surveyCount += 1
        case .answered, .timedOut, .retried, .trouble, .notes: break
        }
    }
}
