@testable import Telemetry

/// What the aggregator promises, the slow way: it keeps every sample and answers every question from all of them.
struct ObviousAggregator {
    let settings: AggregationSettings
    let buckets: ObviousBuckets
    private(set) var stored: UInt64 = 0
    private(set) var dropped = DropCounts()
    private(set) var clockSetbacks: UInt64 = 0
    private(set) var interfaces: [ObviousInterface] = []
    /// Of path i both directions and the round trip, from 3i on.
    private(set) var paths: [ObviousPath] = []
    /// The wall clock, which does not go back.
    private var clock: Int64?
    private var arrival = 0
    private var swept: (closed: Int64, live: Int64)?
    private let interfaceCount: Int
    private let pathCount: Int

    init(_ settings: AggregationSettings, _ buckets: ObviousBuckets, interfaces: Int, paths: Int) {
        self.settings = settings
        self.buckets = buckets
        interfaceCount = interfaces
        pathCount = paths
        forget()
    }

    private mutating func forget() {
        let lateness = settings.latenessNanoseconds
        interfaces = (0..<interfaceCount).map {
            ObviousInterface(period: settings.interfacePeriodNanoseconds($0), lateness: lateness)
        }
        paths = (0..<(3 * pathCount)).map { _ in ObviousPath(lateness: lateness) }
        swept = nil
    }

    var now: Int64 { clock ?? 0 }
    /// First minute of the live window.
    var firstLiveMinute: Int64 { now / minute - Int64((settings.liveWindowSeconds + 59) / 60) }
    var lastClosedMinute: Int64 { (now - settings.latenessNanoseconds) / minute - 1 }

    /// A clock that goes back is held still, unless it is by more than a minute.
    mutating func advance(to wall: Int64) {
        if let clock, wall < clock {
            guard clock - wall > minute else { return }
            clockSetbacks += 1
            forget()
        }
        clock = wall
    }

    mutating func take(_ sample: Sample, at wall: Int64) {
        advance(to: wall)
        arrival += 1
        if let reason = fate(sample) { dropped[reason] += 1 } else { stored += 1 }
    }

    private mutating func fate(_ sample: Sample) -> DropReason? {
        let subject = Int(sample.subject)
        let isPath = sample.metric == .delay || sample.metric == .lost
        if subject >= (isPath ? pathCount : interfaceCount) || sample.timeNanoseconds <= 0 { return .invalid }
        if sample.direction == .roundTrip, !isPath { return .invalid }
        switch sample.metric {
        case .octets, .errors, .discards:
            if sample.flags.contains(.counter32), sample.payload > 0xFFFF_FFFF { return .invalid }
        case .operationalStatus:
            if sample.payload < 1 || sample.payload > 7 { return .invalid }
        case .period:
            if sample.payload < 10_000_000 || sample.payload > 60 * UInt64(minute) { return .invalid }
        case .delay:
            let hour = 60 * minute
            if sample.delayNanoseconds > hour || sample.delayNanoseconds < -hour { return .invalid }
        case .speed, .lost: break
        }
        if sample.timeNanoseconds > now + settings.futureToleranceNanoseconds { return .future }
        if sample.timeNanoseconds < firstLiveMinute * minute { return .late }
        if isPath { return paths[subject * 3 + Int(sample.direction.rawValue)].take(sample) }
        return interfaces[subject].take(sample, arrival: arrival)
    }

    /// Minutes that are over by the clock are shown, when that or the live window moves on.
    mutating func publish() {
        let (closed, live) = (lastClosedMinute, firstLiveMinute)
        defer { swept = (closed, live) }
        if swept?.closed != closed {
            for place in interfaces.indices { interfaces[place].sweep(closed, arrival: arrival + 1) }
        }
        if swept?.closed != closed || swept?.live != live {
            for place in paths.indices { paths[place].sweep(closed) }
        }
    }
}
