import Synchronization

/// What the aggregator publishes, for any thread at any time. Rates, times, gauges and minutes are read without any lock;
/// they are those of the newest sample. A path's figures are those of the last `publishFigures`; for them reader and
/// owner share a lock, which a reader holds for taking one reference and the owner for one slice of figures.
public final class TelemetryReader: Sendable {
    public let interfaceCount: Int
    public var pathCount: Int { numbering.paths }
    let numbering: PathSeries
    public let layout: BucketLayout
    /// Minutes kept.
    public let minutesKept: Int

    let gauges: PublishedTable<InterfaceGauges>
    /// Both directions of interface i at 2i and 2i + 1.
    let directions: PublishedTable<DirectionNow>
    /// By chunks of series: a capture shares them, so the owner copies a chunk, not all, when it writes next.
    private let paths: Mutex<PublishedPaths>
    /// By minute modulo the places, then by interface or one-way series; a row's tag is its minute's.
    private let interfaceMinutes: PublishedTable<InterfaceMinute>
    private let pathMinutes: PublishedTable<PathMinute>
    /// The least round trip of a minute, nanoseconds, NaN without one; of as many minutes as every plan keeps.
    private let roundTripMinima: PublishedTable<Float>
    private let minutePlaces: Int
    private let staleAfter: [Int64]
    private let probeIntervals: [Int64]
    private let liveMinutes: Int
    /// Wall clock as last told, and newest minute whose end has passed by the lateness.
    private let now = Atomic<Int64>(0)
    private let lastClosed = Atomic<Int64>(-1)
    private let epoch = Atomic<UInt32>(1)
    private static let epochs: UInt32 = 255

    init(
        _ settings: AggregationSettings, _ frame: WindowFrame, plan: MemoryPlan, layout: BucketLayout, interfaces: Int,
        paths pathCount: Int
    ) {
        interfaceCount = interfaces
        numbering = PathSeries(paths: pathCount)
        self.layout = layout
        minutesKept = plan.minutesKept
        minutePlaces = plan.minutesKept + MemoryPlan.spareMinutes
        liveMinutes = frame.liveMinutes
        gauges = PublishedTable(count: interfaces)
        directions = PublishedTable(count: interfaces * 2)
        paths = Mutex(PublishedPaths(count: numbering.count))
        interfaceMinutes = PublishedTable(count: interfaces * minutePlaces)
        pathMinutes = PublishedTable(count: numbering.oneWayCount * minutePlaces)
        roundTripMinima = PublishedTable(count: pathCount * MemoryPlan.roundTripMinutes)
        staleAfter = (0..<interfaces).map {
            frame.staleAfterNanoseconds(period: settings.interfacePeriodNanoseconds($0))
        }
        probeIntervals = (0..<pathCount).map { settings.pathProbeIntervalNanoseconds($0) }
    }

    // MARK: For the owner

    /// Forgets everything. Minutes are not touched, there may be millions: those of another epoch are nobody's.
    func reset() {
        gauges.reset()
        directions.reset()
        withPaths { $0 = PublishedPaths(count: numbering.count) }
        let next = epoch.load(ordering: .relaxed) % Self.epochs + 1
        if next == 1 {
            interfaceMinutes.reset()
            pathMinutes.reset()
            roundTripMinima.reset()
        }
        epoch.store(next, ordering: .relaxed)
    }

    /// What marks the rows of a minute: the epoch, 1 … 255, in the upper 8 bits, the minute's lower 24 bits (31 years).
    /// 0 marks nothing.
    private func tag(_ minute: Int64) -> UInt32 {
        epoch.load(ordering: .relaxed) << 24 | UInt32(truncatingIfNeeded: minute) & 0xFF_FFFF
    }

    /// Whether a row belongs to a later minute of this epoch than `tag`.
    private func isLater(_ kept: UInt32, than tag: UInt32) -> Bool {
        kept >> 24 == tag >> 24 && Int32(bitPattern: (kept &- tag) << 8) > 0
    }

    func tell(_ frame: WindowFrame) {
        now.store(frame.nowNanoseconds, ordering: .relaxed)
        lastClosed.store(frame.lastClosedMinute, ordering: .relaxed)
    }

    func withPaths(_ body: (inout PublishedPaths) -> Void) { paths.withLock { body(&$0) } }

    func changeGauges(_ interface: Int, _ change: (inout InterfaceGauges) -> Void) {
        var row = gauges.read(interface).row
        change(&row)
        gauges.write(interface, row)
    }

    /// Changes what is kept of one minute; a minute older than the one in its place is gone and stays so.
    func changeInterfaceMinute(_ minute: Int64, _ interface: Int, _ change: (inout InterfaceMinute) -> Void) {
        let tag = tag(minute)
        let place = place(minute, interface, interfaceCount)
        let (kept, keptTag) = interfaceMinutes.read(place)
        guard !isLater(keptTag, than: tag) else { return }
        var row = keptTag == tag ? kept : InterfaceMinute()
        change(&row)
        interfaceMinutes.write(place, row, tag: tag)
    }

    func publish(_ summary: DelayMinuteSummary, minute: Int64, series: Int) {
        let tag = tag(minute)
        let place = place(minute, series, numbering.oneWayCount)
        guard !isLater(pathMinutes.read(place).tag, than: tag) else { return }
        pathMinutes.write(place, PathMinute(summary), tag: tag)
    }

    func publish(roundTripMinimum: Float, minute: Int64, path: Int) {
        let tag = tag(minute)
        let place = roundTripPlace(minute, path)
        guard !isLater(roundTripMinima.read(place).tag, than: tag) else { return }
        roundTripMinima.write(place, roundTripMinimum, tag: tag)
    }

    private func roundTripPlace(_ minute: Int64, _ path: Int) -> Int {
        Int(minute % Int64(MemoryPlan.roundTripMinutes)) * pathCount + path
    }

    private func place(_ minute: Int64, _ subject: Int, _ subjects: Int) -> Int {
        Int(minute % Int64(minutePlaces)) * subjects + subject
    }

    // MARK: For everyone

    /// Newest minute whose end has passed by the lateness.
    public var lastClosedMinute: Int64 { lastClosed.load(ordering: .relaxed) }

    /// `nil` when there is no such interface.
    public func interface(_ interface: Int, now: Int64) -> InterfaceTelemetry? {
        guard interface >= 0, interface < interfaceCount else { return nil }
        return telemetry(
            interface, gauges.read(interface).row, directions.read(interface * 2).row,
            directions.read(interface * 2 + 1).row, now: now)
    }

    func telemetry(
        _ interface: Int, _ gauges: InterfaceGauges, _ inbound: DirectionNow, _ outbound: DirectionNow, now: Int64
    ) -> InterfaceTelemetry {
        InterfaceTelemetry(gauges, inbound, outbound, now: now, staleAfter: staleAfter(interface, gauges))
    }

    /// Age past which a reading of the interface is stale, nanoseconds.
    func staleAfter(_ interface: Int, _ gauges: InterfaceGauges) -> Int64 {
        gauges.staleAfterNanoseconds > 0 ? gauges.staleAfterNanoseconds : staleAfter[interface]
    }

    /// `nil` when there is no such path.
    public func path(_ path: Int, _ direction: Direction, now: Int64) -> PathTelemetry? {
        guard path >= 0, path < pathCount else { return nil }
        let number = numbering.number(path, direction)
        return telemetry(path, paths.withLock { $0[number] }, now: now)
    }

    func telemetry(_ path: Int, _ row: PathNow, now: Int64) -> PathTelemetry {
        PathTelemetry(row, layout, intervalNanoseconds: probeIntervals[path], at: now)
    }

    /// Utilization of `count` minutes up to `last`, oldest first, weighted by time; NaN is a gap: less than half of the
    /// minute covered by rates, or a speed that changed in it. A reading that covers an earlier minute still completes
    /// it.
    public func minuteUtilization(_ interface: Int, _ direction: Direction, endingAt last: Int64, count: Int) -> [Float]
    {
        minutes(endingAt: last, count: count).map { minute in
            keptMinute(minute, interface)?.utilization(direction) ?? .nan
        }
    }

    /// A counter's rate in one kept minute; `nil` where nothing is known of it.
    public func minute(_ minute: Int64, _ metric: Metric, _ interface: Int, _ direction: Direction) -> CounterMinute? {
        keptMinute(minute, interface)?.counter(metric, direction)
    }

    /// Delays and losses of `count` minutes up to `last`, oldest first; none of round trips, which have no minutes.
    public func minutes(
        _ path: Int, _ direction: Direction, endingAt last: Int64, count: Int
    ) -> [DelayMinuteSummary] {
        guard path >= 0, path < pathCount, direction != .roundTrip else { return [] }
        let number = numbering.number(path, direction)
        return minutes(endingAt: last, count: count).map { minute in
            guard minute >= 0 else { return .gap }
            let (row, tag) = pathMinutes.read(place(minute, number, numbering.oneWayCount))
            return tag == self.tag(minute) ? row.summary : .gap
        }
    }

    /// The least round trips of `count` minutes up to `last`, oldest first, nanoseconds; `nil` where none arrived. No more
    /// than the last 60 are kept.
    public func roundTripMinima(_ path: Int, endingAt last: Int64, count: Int) -> [Double?] {
        guard path >= 0, path < pathCount else { return [] }
        return minutes(endingAt: last, count: count).map { minute in
            guard minute >= 0 else { return nil }
            let (minimum, tag) = roundTripMinima.read(roundTripPlace(minute, path))
            return tag == self.tag(minute) && minimum.isFinite ? Double(minimum) : nil
        }
    }

    private func minutes(endingAt last: Int64, count: Int) -> ClosedRange<Int64> {
        (last - Int64(min(max(1, count), minutesKept)) + 1)...last
    }

    private func keptMinute(_ minute: Int64, _ interface: Int) -> InterfaceMinute? {
        guard minute >= 0, interface >= 0, interface < interfaceCount else { return nil }
        let (row, tag) = interfaceMinutes.read(place(minute, interface, interfaceCount))
        return tag == self.tag(minute) ? row : nil
    }

    /// How much of the live window the interface was up, and how much of it is known; `nil` when there is no such
    /// interface.
    public func operationalCoverage(_ interface: Int, now: Int64) -> OperationalCoverage? {
        guard interface >= 0, interface < interfaceCount else { return nil }
        let newest = now / WindowFrame.minuteNanoseconds
        let first = max(0, newest - Int64(liveMinutes))
        var up = 0
        var covered = 0
        for minute in first...newest {
            guard let kept = keptMinute(minute, interface) else { continue }
            up += Int(kept.statusUp)
            covered += Int(kept.statusCovered)
        }
        return OperationalCoverage(
            upSeconds: Double(up) / 100, coveredSeconds: Double(covered) / 100,
            windowSeconds: Double(now - first * WindowFrame.minuteNanoseconds) / 1e9)
    }

    /// Copies what is known now of everything, so that a picture holds still. Its storage is used again.
    public func capture(into capture: inout TelemetryCapture) {
        capture.take(self, paths.withLock { $0 })
    }

    /// Bytes of the tables, minutes that have not come yet included.
    var byteCount: Int {
        gauges.byteCount + directions.byteCount + numbering.count * MemoryLayout<PathNow>.stride
            + interfaceMinutes.byteCount + pathMinutes.byteCount + roundTripMinima.byteCount
    }
}
