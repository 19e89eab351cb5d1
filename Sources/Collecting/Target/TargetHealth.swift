import Metro

/// What is known of one target's health: a pure value fed with findings and outcomes.
public struct TargetHealth: Sendable {
    public private(set) var picture: TargetPicture
    /// The trouble a running continuous collector reports, or why the last attempt failed.
    public private(set) var lastFailure: CollectorError?

    public init(_ target: TargetDescription, cadence: Cadence) {
        picture = TargetPicture(
            id: target.id, kind: target.kind.rawValue, address: target.address, state: .starting)
        if case .every(let milliseconds) = cadence { picture.periodMilliseconds = milliseconds }
    }

    public mutating func attemptStarted() {
        picture.attempts += 1
        picture.nextAttemptNanoseconds = nil
    }

    public mutating func apply(_ finding: Finding, wallNanoseconds now: Int64) {
        switch finding {
        case .answered(let duration):
            picture.answers += 1
            picture.lastAnswerNanoseconds = now
            picture.lastDurationNanoseconds = duration
            wellAgain()
        case .timedOut: picture.timeouts += 1
        case .retried: picture.retries += 1
        case .trouble(let error?):
            if lastFailure == nil { picture.errors += error.code == .timeout ? 0 : 1 }
            picture.consecutiveFailures += 1
            lastFailure = error
            picture.lastError = error.description
            picture.state = .failing
        case .trouble(nil): wellAgain()
        case .notes(let notes): picture.notes = notes
        case .period(let milliseconds): picture.periodMilliseconds = milliseconds
        case .sensors(let sensors): picture.sensors = sensors
        case .strays(let strays): picture.strays = strays
        case .stream(let stream): picture.stream = stream
        case .interface, .optics, .interfaceMissing, .pathMissing, .probeAccount, .pathClock, .interfaceTold, .news,
            .traps, .survey:
            break
        }
    }

    /// An attempt failed; `next` is the wall clock of the next one.
    public mutating func attemptFailed(_ error: CollectorError, isBackingOff: Bool, next: Int64) {
        if error.code != .timeout { picture.errors += 1 }
        picture.consecutiveFailures += 1
        lastFailure = error
        picture.lastError = error.description
        picture.state = isBackingOff ? .backingOff : .failing
        // What it said of itself is of another time by now.
        if isBackingOff { picture.sensors = nil }
        picture.nextAttemptNanoseconds = next
    }

    public mutating func attemptEnded(next: Int64) { picture.nextAttemptNanoseconds = next }

    public mutating func refused(samples: Int) { picture.refusedSamples += samples }

    public mutating func stopped() {
        picture.state = .stopped
        picture.nextAttemptNanoseconds = nil
    }

    private mutating func wellAgain() {
        picture.consecutiveFailures = 0
        picture.lastError = nil
        lastFailure = nil
        picture.state = .healthy
    }
}
