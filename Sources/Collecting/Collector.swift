import Metro
import Telemetry

/// One source of samples for one target: an SNMP agent, a STAMP reflector, a simulated device.
///
/// A collector knows nothing of schedules, back-off or health: the `Supervisor` calls it, watches it and cancels it.
/// It must honour task cancellation within one timeout, and never wait without a bound.
public protocol Collector: Sendable {
    var target: TargetDescription { get }
    var cadence: Cadence { get }

    /// `.every`: one poll, called again each period. `.continuous`: runs until cancelled; called again, after a
    /// back-off, when it throws. Throws `CollectorError`, or `CancellationError` when cancelled.
    func collect(into intake: any Intake) async throws
}

/// When a collector is called.
public enum Cadence: Hashable, Sendable {
    /// Once a period, with a phase of its own so that targets spread over it.
    case every(milliseconds: Int)
    case continuous
}

/// The kinds of collector there are: a closed list, so that a registry cannot hold two for one name.
public enum CollectorKind: String, Sendable, CaseIterable {
    case snmp, stamp, trap, simulator
    /// Subscriptions of our own (`GNMIAccess`), and what other collectors export (`ExportSource`).
    case gnmi, export
    /// An instance that measures from another place (`ProbeInstance`).
    case probe
}

public struct TargetDescription: Hashable, Sendable {
    public let kind: CollectorKind
    /// Unique within its kind: the device's or path's id.
    public let name: String
    /// Host and port, for people.
    public let address: String

    public init(kind: CollectorKind, name: String, address: String) {
        self.kind = kind
        self.name = name
        self.address = address
    }
    /// `snmp/pe1`.
    public var id: String { Self.id(kind, name) }
    public static func id(_ kind: CollectorKind, _ name: String) -> String { "\(kind.rawValue)/\(name)" }
}

/// What a collector hands its findings to. Nothing here blocks.
public protocol Intake: Sendable {
    var time: any TimeSource { get }
    /// Offers samples to the ring; what does not fit is counted as refused for this target.
    func offer(_ samples: [Sample])
    /// Offers samples that can come again: how many were taken, from the first. What did not fit is not counted as
    /// refused; a source that can wait waits and offers the rest.
    func offerWhatFits(_ samples: ArraySlice<Sample>) -> Int
    /// The account of the lane that collectors of this kind share. What was offered before `accepted` was read is in the
    /// aggregates once `drained` has come that far: then its message may be acknowledged.
    var lane: RingCounts { get }
    /// Something an operator should know about the target or one of its subjects.
    func report(_ finding: Finding)
}

extension Intake {
    /// For one without a bound.
    public func offerWhatFits(_ samples: ArraySlice<Sample>) -> Int {
        offer(Array(samples))
        return samples.count
    }
    public var lane: RingCounts { RingCounts() }
}

/// What a collector can report beside samples.
public enum Finding: Hashable, Sendable {
    /// The target answered; how long the whole collection took, nanoseconds.
    case answered(durationNanoseconds: Int64)
    /// One request got no answer in time (it may be retried).
    case timedOut
    case retried
    /// A continuous collector runs but its target is in trouble (`error`), or is well again (`nil`).
    case trouble(CollectorError?)
    /// The target's oddities, replacing those of the last report ("agent clock stands still").
    case notes([String])
    /// A periodic target is called this often from now on, milliseconds: its counters are refreshed too seldom for the
    /// cadence that it was given.
    case period(milliseconds: Int)
    /// What the device says of itself; `nil` where it has nothing to say.
    case sensors(DeviceSensors?)
    /// What became of a stream, replacing what was reported before.
    case stream(StreamPicture)
    /// What came and answered nothing, replacing what was reported before.
    case strays(StrayAnswers)
    /// Text that the device says of an interface of the inventory.
    case interface(subject: UInt32, facts: InterfaceFacts)
    /// What the interface's transceiver says; `nil` where there is nothing.
    case optics(subject: UInt32, InterfaceOptics?)
    /// Why an interface of the inventory has no values; `nil` when it has again.
    case interfaceMissing(subject: UInt32, reason: MissingReason?)
    /// Why a path has no values; `nil` when it has again.
    case pathMissing(subject: UInt32, reason: MissingReason?)
    /// What became of a path's probes, replacing the last account.
    case probeAccount(subject: UInt32, ProbeAccount)
    /// What a path's one-way delays rest on, replacing what was said before.
    case pathClock(subject: UInt32, PathClock)
    /// What a device says of itself and its neighbours, replacing what it said before. Of its interfaces only those
    /// that the inventory names or that have a neighbour.
    case survey(device: DeviceID, DeviceSurvey)
    /// Somebody else than the poller told of an interface's state, at that wall clock; `isUp` as it was told.
    case interfaceTold(subject: UInt32, isUp: Bool, atNanoseconds: Int64)
    /// Something happened at another target (its id): ask it before its time.
    case news(of: String)
    /// What the receiver of notifications has seen.
    case traps(TrapPicture)
}

/// What a device says of one interface. Text is decoded and free of control characters.
public struct InterfaceFacts: Hashable, Sendable {
    public var ifIndex: UInt32
    public var alias: String
    /// What is odd about it, one short sentence each.
    public var oddities: [String]

    public init(ifIndex: UInt32, alias: String, oddities: [String] = []) {
        self.ifIndex = ifIndex
        self.alias = alias
        self.oddities = oddities
    }
}

/// Why a collection failed: what, where, and what to do; whether it is retried is the supervisor's to say.
public struct CollectorError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Code: String, Hashable, Sendable {
        /// No answer within timeout and retries.
        case timeout
        /// The host says that nothing listens there.
        case refused
        /// The answer cannot be read.
        case malformed
        /// The name does not resolve, the socket cannot be made …
        case system
        /// The secret cannot be read.
        case secret
        /// The target answers with an error of its protocol.
        case protocolError = "protocol"
    }
    public var code: Code
    /// What happened and where: "no answer from 10.0.0.1:161 in 3 tries of 2 s".
    public var message: String
    /// The next step for the operator: "check address, firewall and community".
    public var advice: String?

    public init(_ code: Code, _ message: String, advice: String? = nil) {
        self.code = code
        self.message = message
        self.advice = advice
    }
    public var description: String { advice.map { "\(message); \($0)" } ?? message }
    /// Why subjects of this target have no values.
    public var missingReason: MissingReason {
        switch code {
        case .timeout: .noAnswer
        case .refused: .refused
        case .malformed, .system, .secret, .protocolError: .collectorOutage
        }
    }
}
