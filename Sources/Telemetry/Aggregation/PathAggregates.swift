/// What is known of all paths, series by series (`PathSeries`), for the aggregator. Samples may come out of order by the
/// lateness; one probe has one outcome in a series, so a delay and a loss of one time are duplicates. A round trip is
/// kept for the live window alone: it has no windows and no minutes to draw.
final class PathAggregates {
    let numbering: PathSeries
    let layout: BucketLayout
    private let settings: AggregationSettings
    private let reader: TelemetryReader
    private let rows: SeriesTable<PathRow>
    /// Two minutes of each series take samples at most, since the lateness is under a minute: they go by parity.
    private let open: SeriesTable<OpenDelayMinute>
    /// The newest seconds of each one-way series, judged delays, by second modulo their number.
    private let seconds: SeriesTable<WindowCell>
    private let secondsKept: Int
    /// Times of the probes taken in last, to know a repeated one; by series from its place in `stampStarts` on.
    private let stamps: SeriesTable<Int64>
    private let stampStarts: [Int]
    private var histories: ContiguousArray<DelayHistory>
    /// Series whose figures changed since `requestFigures`, and those whose figures are asked for.
    private var changed: ContiguousArray<UInt32> = []
    private var due: ContiguousArray<UInt32> = []
    /// Minutes that were closed by a sample that was old when it was taken in.
    private(set) var windowsLate: UInt64 = 0
    /// The newest closed and the first live minute that are being swept for.
    private var sweptMinute: Int64 = .min
    private var sweptLive: Int64 = .min
    private var sweepCursor = 0

    init(_ settings: AggregationSettings, _ frame: WindowFrame, layout: BucketLayout, reader: TelemetryReader) {
        numbering = PathSeries(paths: reader.pathCount)
        let count = numbering.count
        self.layout = layout
        self.settings = settings
        self.reader = reader
        rows = SeriesTable(count: count, repeating: PathRow())
        open = SeriesTable(count: count * 2, repeating: OpenDelayMinute())
        secondsKept = Self.secondsKept(frame)
        seconds = SeriesTable(count: numbering.oneWayCount * secondsKept, repeating: WindowCell())
        var starts = [0]
        for number in 0..<count {
            let interval = settings.pathProbeIntervalNanoseconds(numbering.path(number))
            starts.append(starts[number] + Self.stampCapacity(frame, interval))
        }
        stampStarts = starts
        stamps = SeriesTable(count: starts[count], repeating: 0)
        histories = ContiguousArray(repeating: DelayHistory(), count: count)
    }

    /// Forgets everything.
    func reset() {
        rows.reset(to: PathRow())
        open.reset(to: OpenDelayMinute())
        seconds.reset(to: WindowCell())
        for place in histories.indices { histories[place].removeAll() }
        changed.removeAll()
        due.removeAll()
        sweptMinute = .min
    }

    /// A closed window of ten seconds is whole among these; a power of two.
    static func secondsKept(_ frame: WindowFrame) -> Int {
        let needed = Int(frame.latenessNanoseconds / WindowLength.second.nanoseconds) + 20
        return 1 << (Int.bitWidth - (needed - 1).leadingZeroBitCount)
    }

    /// 16 … 2 048 stamps: those of twice the lateness, since as many as came in before a probe's repetition can be
    /// older than it as newer. At 10 ms between probes that holds for any lateness within 10 s.
    static func stampCapacity(_ frame: WindowFrame, _ intervalNanoseconds: Int64) -> Int {
        Int(min(max(16, 2 * frame.latenessNanoseconds / max(1, intervalNanoseconds) + 8), 2_048))
    }

    /// Fixed bytes of one path, published tables and minutes apart.
    static func bytesEach(_ frame: WindowFrame, intervalNanoseconds: Int64) -> Int {
        let one = PathSeries(paths: 1)
        let each =
            MemoryLayout<PathRow>.stride + 2 * MemoryLayout<OpenDelayMinute>.stride
            + stampCapacity(frame, intervalNanoseconds) * MemoryLayout<Int64>.stride + MemoryLayout<DelayHistory>.stride
        return one.count * each + one.oneWayCount * secondsKept(frame) * MemoryLayout<WindowCell>.stride
    }

    @inline(__always)
    private func number(_ sample: Sample) -> Int { numbering.number(Int(sample.subject), sample.direction) }

    @inline(__always)
    private static func place(_ series: Int, _ minute: Int64) -> Int { series &* 2 &+ Int(minute & 1) }

    @inline(__always)
    private static func minute(_ time: Int64) -> Int64 { time / WindowFrame.minuteNanoseconds }

    @inline(__always)
    func prefetchFar(_ sample: Sample) {
        let series = number(sample)
        rows.prefetch(series, bytes: MemoryLayout<PathRow>.size)
        open.prefetch(Self.place(series, Self.minute(sample.timeNanoseconds)), bytes: OpenDelayMinute.headBytes)
    }

    @inline(__always)
    func prefetchNear(_ sample: Sample) {
        let series = number(sample)
        let place = Self.place(series, Self.minute(sample.timeNanoseconds))
        open.prefetch(place, byteOffset: open[place].byteOffset(ofBucket: layout.bucket(of: sample.delayNanoseconds)))
        // Of a round trip somewhere beyond the table, which harms nothing.
        seconds.prefetch(secondPlace(series, sample.timeNanoseconds / WindowLength.second.nanoseconds))
        stamps.prefetch(stampStarts[series] &+ Int(rows[series].nextStamp))
    }

    @inline(__always)
    private func secondPlace(_ series: Int, _ second: Int64) -> Int {
        series &* secondsKept &+ Int(truncatingIfNeeded: second) & (secondsKept &- 1)
    }

    /// `nil` when stored. The subject exists and the time is within bounds.
    @inline(__always)
    func ingest(_ sample: Sample, _ frame: WindowFrame) -> DropReason? {
        let time = sample.timeNanoseconds
        let series = number(sample)
        let newest = rows[series].newestTime
        if time <= newest {
            if time < newest &- frame.latenessNanoseconds { return .late }
            if isStamped(series, time) { return .duplicate }
        } else {
            rows[series].newestTime = time
            if time &- frame.latenessNanoseconds >= rows[series].oldestOpenEnd {
                if frame.isLate(time) { windowsLate &+= 1 }
                closeMinutes(series, endingBy: time &- frame.latenessNanoseconds, frame)
            }
        }
        stamp(series, time)
        if !rows[series].isChanged {
            rows[series].isChanged = true
            changed.append(UInt32(truncatingIfNeeded: series))
        }
        let minute = Self.minute(time)
        let place = Self.place(series, minute)
        if open[place].number != minute { openMinute(minute, series, frame) }
        if sample.metric == .lost {
            open[place].addLost()
            return nil
        }
        record(sample, series, place)
        return nil
    }

    @inline(__always)
    private func record(_ sample: Sample, _ series: Int, _ place: Int) {
        let time = sample.timeNanoseconds
        let bucket = layout.bucket(of: sample.delayNanoseconds)
        if sample.flags.contains(.clockFault) {
            open[place].addFault(sample)
            histories[series].addFaulted(bucket, minute: open[place].number)
        } else {
            if !open[place].addJudged(sample, bucket: bucket) {
                histories[series].addOutside(bucket, minute: open[place].number)
            }
            if numbering.isOneWay(series) { addToSecond(sample, series) }
        }
        if time >= rows[series].newestDelayTime {
            rows[series].newestDelay = sample.delayNanoseconds
            rows[series].newestUncertainty = sample.auxiliary
            rows[series].newestFlags = sample.flags
            rows[series].newestDelayTime = time
        }
    }

    @inline(__always)
    private func addToSecond(_ sample: Sample, _ series: Int) {
        let second = sample.timeNanoseconds / WindowLength.second.nanoseconds
        let place = secondPlace(series, second)
        let number = UInt32(truncatingIfNeeded: second)
        if seconds[place].number != number { seconds[place] = WindowCell(number: number) }
        seconds[place].add(Double(sample.delayNanoseconds))
    }

    private func isStamped(_ series: Int, _ time: Int64) -> Bool {
        let start = stampStarts[series]
        for place in start..<(start + Int(rows[series].stampCount)) where stamps[place] == time { return true }
        return false
    }

    @inline(__always)
    private func stamp(_ series: Int, _ time: Int64) {
        let start = stampStarts[series]
        let capacity = stampStarts[series &+ 1] &- start
        let next = Int(rows[series].nextStamp)
        stamps[start &+ next] = time
        rows[series].nextStamp = next &+ 1 == capacity ? 0 : UInt16(truncatingIfNeeded: next &+ 1)
        if Int(rows[series].stampCount) < capacity { rows[series].stampCount &+= 1 }
    }

    private func openMinute(_ minute: Int64, _ series: Int, _ frame: WindowFrame) {
        let place = Self.place(series, minute)
        let other = Self.place(series, minute &+ 1)
        let hint = open[other].isOpen ? open[other].middleBucket : nil
        open[place] = OpenDelayMinute(number: minute, around: hint)
        noteOldestOpen(series)
    }

    private func noteOldestOpen(_ series: Int) {
        rows[series].oldestOpenEnd =
            [series * 2, series * 2 + 1].lazy.filter { self.open[$0].isOpen }
            .map { self.open[$0].end }.min() ?? .max
    }

    private func closeMinutes(_ series: Int, endingBy time: Int64, _ frame: WindowFrame) {
        let ended = [series * 2, series * 2 + 1].filter { open[$0].isOpen && open[$0].end <= time }
        for place in ended.sorted(by: { open[$0].number < open[$1].number }) { close(place, series, frame) }
        noteOldestOpen(series)
    }

    private func close(_ place: Int, _ series: Int, _ frame: WindowFrame) {
        let judged = histories[series].judged(open[place])
        publishMinute(place, judged, series)
        histories[series].close(open[place], judged)
        histories[series].leave(before: frame.firstLiveMinute)
        open[place] = OpenDelayMinute()
    }

    private func publishMinute(_ place: Int, _ judged: SparseCounts, _ series: Int) {
        guard numbering.isOneWay(series) else {
            let minimum = open[place].minimum
            return reader.publish(roundTripMinimum: minimum, minute: open[place].number, path: numbering.path(series))
        }
        reader.publish(
            histories[series].summary(open[place], judged, layout), minute: open[place].number, series: series)
    }

    /// Takes the minutes before the live window away from it.
    private func leaveWindow(_ series: Int, _ frame: WindowFrame) {
        guard frame.firstLiveMinute > rows[series].firstLiveMinute else { return }
        rows[series].firstLiveMinute = frame.firstLiveMinute
        if rows[series].oldestOpenEnd <= frame.liveStartNanoseconds {
            closeMinutes(series, endingBy: frame.liveStartNanoseconds, frame)
        }
        histories[series].leave(before: frame.firstLiveMinute)
    }

    // MARK: Publishing

    /// Makes the figures of every series that changed due.
    func requestFigures() {
        due.append(contentsOf: changed)
        changed.removeAll(keepingCapacity: true)
    }

    /// Publishes the due figures of up to `limit` series and the minutes that are over by the clock; returns how many
    /// figures are still due.
    func publishFigures(_ frame: WindowFrame, limit: Int) -> Int {
        let taken = min(max(0, limit), due.count)
        if taken > 0 {
            reader.withPaths { paths in
                for series in due[..<taken].lazy.map({ Int($0) }) {
                    leaveWindow(series, frame)
                    rows[series].isChanged = false
                    paths[series] = now(series, frame)
                }
            }
            due.removeFirst(taken)
        }
        return due.count
    }

    /// Publishes the minutes that are over by the clock of up to `limit` series that have not closed them yet, and makes
    /// due those whose live window moved, empty ones too; true when more are left.
    func sweep(_ frame: WindowFrame, limit: Int) -> Bool {
        if sweptMinute != frame.lastClosedMinute || sweptLive != frame.firstLiveMinute {
            sweptMinute = frame.lastClosedMinute
            sweptLive = frame.firstLiveMinute
            sweepCursor = 0
        }
        let end = min(numbering.count, sweepCursor + max(0, limit))
        for series in sweepCursor..<end {
            for place in (series * 2)...(series * 2 + 1) where open[place].isOpen && open[place].number <= sweptMinute {
                publishMinute(place, histories[series].judged(open[place]), series)
            }
            if rows[series].firstLiveMinute < frame.firstLiveMinute, !rows[series].isChanged {
                rows[series].isChanged = true
                changed.append(UInt32(series))
            }
        }
        sweepCursor = end
        return end < numbering.count
    }

    /// The live window of a series as it stands.
    private func now(_ series: Int, _ frame: WindowFrame) -> PathNow {
        leaveWindow(series, frame)
        var judged = histories[series].live
        var figures = histories[series].figures
        for place in [series * 2, series * 2 + 1] where open[place].isOpen {
            judged.add(histories[series].judged(open[place]))
            figures.include(open[place].figures)
        }
        let row = rows[series]
        return PathNow(
            judged: judged, figures: figures, newestDelay: row.newestDelay, newestUncertainty: row.newestUncertainty,
            newestDelayTime: row.newestDelayTime, newestFlags: row.newestFlags, newestTime: row.newestTime,
            windowStart: frame.liveStartNanoseconds)
    }

    // MARK: Queries

    func window(_ length: WindowLength, _ path: Int, _ direction: Direction, _ time: Int64) -> WindowCell? {
        guard time >= 0, direction != .roundTrip else { return nil }
        let series = numbering.number(path, direction)
        let number = length.number(of: time)
        let cell: WindowCell
        switch length {
        case .second: cell = second(series, number)
        case .tenSeconds:
            // Its first second must still be there: a part of a window is no window.
            let newest = WindowLength.second.number(of: rows[series].newestTime)
            guard newest - number * 10 < Int64(secondsKept) else { return nil }
            var ten = WindowCell(number: UInt32(truncatingIfNeeded: number))
            for second in (number * 10)..<(number * 10 + 10) { ten.merge(self.second(series, second)) }
            cell = ten
        case .minute:
            let place = Self.place(series, number)
            cell = open[place].number == number ? open[place].cell : histories[series].closedMinute
        case .fiveMinutes:
            let minutes = [series * 2, series * 2 + 1].filter { open[$0].isOpen }
                .sorted { open[$0].number < open[$1].number }.map { open[$0].cell }
            return histories[series].fives.cell(number, open: minutes)
        }
        return cell.isEmpty || cell.number != UInt32(truncatingIfNeeded: number) ? nil : cell
    }

    private func second(_ series: Int, _ number: Int64) -> WindowCell {
        let cell = seconds[secondPlace(series, number)]
        let wanted = UInt32(truncatingIfNeeded: number)
        return cell.number == wanted ? cell : WindowCell(number: wanted)
    }

    var byteCount: Int {
        rows.byteCount + open.byteCount + seconds.byteCount + stamps.byteCount
            + histories.reduce(0) { $0 + MemoryLayout<DelayHistory>.stride + $1.byteCount }
    }
}
