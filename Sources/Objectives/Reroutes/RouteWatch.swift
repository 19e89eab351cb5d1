import Metro

/// Watches one path's route by the least delay of each minute. Some 500 bytes, no heap.
///
/// What is watched is the round trip: a clock that is set or runs away moves both directions by opposite amounts and
/// leaves their sum as it was, a route moves the sum. Which direction it was is told by the directions' own steps,
/// where the clocks may be believed. (A detour that lengthens one way by what it shortens the other is not told.)
public struct RouteWatch: Sendable {
    /// The least delays of one minute, nanoseconds; `nil`: none arrived.
    public struct Minute: Hashable, Sendable {
        public var forward: Double?
        public var backward: Double?
        /// Of one probe there and back; without it the sum of both directions serves.
        public var roundTrip: Double?

        public init(forward: Double?, backward: Double?, roundTrip: Double? = nil) {
            self.forward = forward
            self.backward = backward
            self.roundTrip = roundTrip
        }
    }
    private enum Basis: UInt8 {
        case roundTrip, sum, forward, backward
    }

    private var detector = StepDetector()
    private var basis: Basis?
    /// Minutes in a row that had something else than `basis`.
    private var strayMinutes: UInt8 = 0

    public init() {}

    /// One closed minute.
    /// - Parameters:
    ///   - seconds: when it began, wall clock; each later than the one before.
    ///   - uncertainty: of one-way delays, nanoseconds; `nil` while the clocks are not to be believed.
    /// - Returns: a change of route, with the first minute of the new one.
    public mutating func take(
        _ minute: Minute, at seconds: UInt32, uncertainty: Double?
    ) -> (seconds: UInt32, change: RouteChange)? {
        guard let (found, value) = Self.value(minute), follows(found) else { return nil }
        let block = StepDetector.Block(
            seconds: seconds, value: Float(value), forward: Float(minute.forward ?? .nan),
            backward: Float(minute.backward ?? .nan))
        guard let step = detector.take(block) else { return nil }
        return change(step, found, uncertainty: uncertainty).map { (step.seconds, $0) }
    }

    private static func value(_ minute: Minute) -> (Basis, Double)? {
        switch (minute.forward, minute.backward, minute.roundTrip) {
        case (_, _, let roundTrip?): (.roundTrip, roundTrip)
        case (let forward?, let backward?, nil): (.sum, forward + backward)
        case (let forward?, nil, nil): (.forward, forward)
        case (nil, let backward?, nil): (.backward, backward)
        case (nil, nil, nil): nil
        }
    }

    /// Whether the minute continues the series. A direction that is silent for some minutes is a gap; for longer, what
    /// there is begins a series of its own.
    private mutating func follows(_ found: Basis) -> Bool {
        if found == basis {
            strayMinutes = 0
            return true
        }
        strayMinutes += 1
        guard basis == nil || strayMinutes >= StepDetector.warmUp else { return false }
        self = RouteWatch()
        basis = found
        return true
    }

    private func change(_ step: LevelStep, _ basis: Basis, uncertainty: Double?) -> RouteChange? {
        func change(_ direction: RouteChange.Direction, _ nanoseconds: Double) -> RouteChange {
            RouteChange(direction: direction, nanoseconds: nanoseconds, confidence: step.confidence)
        }
        let size = step.nanoseconds
        // Two clocks of ± E may move apart by 2 E and still be as good as they say.
        let isBeyondClocks = uncertainty.map { size.magnitude >= 2 * $0 } ?? false
        switch basis {
        case .forward, .backward:
            return isBeyondClocks ? change(basis == .forward ? .forward : .backward, size) : nil
        case .roundTrip, .sum:
            guard isBeyondClocks, let forward = step.forwardNanoseconds, let backward = step.backwardNanoseconds,
                (forward + backward - size).magnitude < size.magnitude / 2
            else { return change(.roundTrip, size) }
            // In the sense of the step: a quarter of it is a part in it.
            if min(forward / size, backward / size) >= 0.25 { return change(.both, size / 2) }
            return forward / size > backward / size ? change(.forward, forward) : change(.backward, backward)
        }
    }
}
