/// The delays and losses of one direction of a path. Every sample goes into its minute and into the live window at
/// once; a minute that leaves the window is taken away from it again.
struct DelaySeries: Sendable {
    let layout: BucketLayout
    let intervalNanoseconds: Int64
    private(set) var newestNanoseconds: Int64?
    private(set) var newest: PathTelemetry.Newest?
    private(set) var seconds: WindowRing
    private var stamps: RecentStamps

    /// At most two minutes take samples, since the lateness is under a minute; ascending.
    private(set) var open: ContiguousArray<OpenDelayMinute> = []
    private var spare: OpenDelayMinute?
    /// By minute, modulo its length; allocated with the first minute that closes.
    private(set) var closed: ContiguousArray<ClosedDelayMinute> = []
    private let closedCapacity: Int

    /// The live window: judged delays, and sums over its minutes from `firstLiveMinute` on.
    private(set) var live = SparseCounts()
    private(set) var lost = 0
    private(set) var clockFaults = 0
    private(set) var unsynchronised = 0
    private(set) var firstLiveMinute: Int64 = .min

    var figures = PathTelemetry.Figures()
    var figuresAreCurrent = true
    var shownMinutes: [DelayMinuteSummary] = []
    var newestShownMinute: Int64 = .min
    var shownMinutesAreCurrent = false
    var minutesRevision = 0

    init(layout: BucketLayout, intervalNanoseconds: Int64, frame: WindowFrame) {
        self.layout = layout
        self.intervalNanoseconds = intervalNanoseconds
        seconds = frame.emptySeconds
        stamps = RecentStamps(
            latenessNanoseconds: frame.latenessNanoseconds, intervalNanoseconds: intervalNanoseconds)
        closedCapacity = frame.minuteCapacity
    }

    /// `nil` when stored. One probe has one outcome: a delay and a loss of one time are duplicates too.
    mutating func ingest(_ sample: Sample, _ frame: WindowFrame) -> DropReason? {
        let time = sample.timeNanoseconds
        if let newest = newestNanoseconds, time <= newest {
            if time < newest &- frame.latenessNanoseconds { return .late }
            if stamps.contains(time) { return .duplicate }
        } else {
            newestNanoseconds = time
            closeMinutes(endingBy: time &- frame.latenessNanoseconds)
        }
        stamps.insert(time)
        leaveWindow(before: frame.firstLiveMinute)
        record(sample, minute: time.quotientRoundedDown(by: WindowFrame.minuteNanoseconds))
        return nil
    }

    private mutating func record(_ sample: Sample, minute: Int64) {
        let place = openMinute(minute)
        open[place].figures.add(sample)
        if sample.metric == .lost {
            lost += 1
        } else {
            let delay = sample.delayNanoseconds
            let bucket = UInt16(truncatingIfNeeded: layout.bucket(of: delay))
            if sample.flags.contains(.clockUnsynchronised) { unsynchronised += 1 }
            if sample.flags.contains(.clockFault) {
                clockFaults += 1
                open[place].faulted.add(bucket)
            } else {
                open[place].judged.add(bucket)
                live.add(bucket)
                seconds.add(Double(delay), at: sample.timeNanoseconds)
            }
            if sample.timeNanoseconds >= newest?.timeNanoseconds ?? .min {
                newest = PathTelemetry.Newest(
                    delayNanoseconds: delay, uncertaintyNanoseconds: sample.auxiliary, flags: sample.flags,
                    timeNanoseconds: sample.timeNanoseconds)
            }
        }
        figuresAreCurrent = false
        if minute <= newestShownMinute { shownMinutesAreCurrent = false }
    }

    /// Place in `open` of a minute, opened when it is not.
    private mutating func openMinute(_ index: Int64) -> Int {
        if let place = open.lastIndex(where: { $0.index == index }) { return place }
        var minute = spare ?? OpenDelayMinute(index: index)
        spare = nil
        minute.restart(at: index)
        let place = open.firstIndex { $0.index > index } ?? open.count
        open.insert(minute, at: place)
        return place
    }

    private mutating func closeMinutes(endingBy time: Int64) {
        while let first = open.first, first.end <= time { closeFirstMinute() }
    }

    private mutating func closeFirstMinute() {
        let minute = open.removeFirst()
        if closed.isEmpty { closed = ContiguousArray(repeating: ClosedDelayMinute(), count: closedCapacity) }
        closed[slot(minute.index)] = ClosedDelayMinute(
            index: minute.index, figures: minute.figures, judged: PackedCounts(minute.judged),
            summary: minute.summary(layout))
        spare = minute
    }

    /// Takes the minutes before `first` away from the live window.
    mutating func leaveWindow(before first: Int64) {
        guard first > firstLiveMinute else { return }
        while let oldest = open.first, oldest.index < first { closeFirstMinute() }
        for place in closed.indices where closed[place].index >= firstLiveMinute && closed[place].index < first {
            let figures = closed[place].figures
            lost -= Int(figures.lost)
            clockFaults -= Int(figures.clockFaults)
            unsynchronised -= Int(figures.unsynchronised)
            for entry in closed[place].judged.entries { live.remove(entry.bucket, entry.count) }
            figuresAreCurrent = false
        }
        firstLiveMinute = first
    }

    func closedMinute(_ index: Int64) -> ClosedDelayMinute? {
        guard !closed.isEmpty else { return nil }
        let minute = closed[slot(index)]
        return minute.index == index ? minute : nil
    }

    var stampBytes: Int { stamps.allocatedBytes }

    private func slot(_ index: Int64) -> Int {
        let remainder = Int(truncatingIfNeeded: index) % closedCapacity
        return remainder < 0 ? remainder + closedCapacity : remainder
    }
}
