/// What the memory budget holds. All figures are bytes by arithmetic; pages of minutes that have not come yet are not
/// resident.
public struct MemoryPlan: Hashable, Sendable {
    public let budgetBytes: Int
    /// Minutes kept of every interface and path, 60 … 1 440.
    public let minutesKept: Int
    /// Of one interface: fixed, and for each minute kept.
    public let bytesPerInterface: Int
    public static let bytesPerInterfaceMinute = PublishedTable<InterfaceMinute>.rowBytes
    /// Of the first path, both directions and the round trip: fixed, with live windows in which a minute uses 64 buckets;
    /// and for each minute kept, of both directions.
    public let bytesPerPath: Int
    public static let bytesPerPathMinute = 2 * PublishedTable<PathMinute>.rowBytes
    /// All together.
    public let plannedBytes: Int

    /// Whether even the least that is kept takes more than the budget.
    public var exceedsBudget: Bool { plannedBytes > budgetBytes }

    static let minutesRange = 60...1_440
    /// Beside the minutes kept: the one that is over but not closed yet, the one under way, and the one that samples of the
    /// tolerated future belong to.
    static let spareMinutes = 3
    /// Whose least round trip is kept.
    static let roundTripMinutes = minutesRange.lowerBound + spareMinutes

    init(_ settings: AggregationSettings, _ frame: WindowFrame, interfaces: Int, paths: Int) {
        budgetBytes = settings.memoryBudgetBytes
        bytesPerInterface =
            InterfaceAggregates.bytesEach + 2 * PublishedTable<DirectionNow>.rowBytes
            + PublishedTable<InterfaceGauges>.rowBytes
        func bytes(ofPath path: Int) -> Int {
            let interval = settings.pathProbeIntervalNanoseconds(path)
            let buckets = min(64, WindowFrame.minuteNanoseconds / interval + 1)
            let live = (frame.liveMinutes + 2) * (Int(buckets) * PackedCounts.usualBytes + DelayHistory.closedBytes)
            return PathAggregates.bytesEach(frame, intervalNanoseconds: interval)
                + PathSeries(paths: 1).count * (MemoryLayout<PathNow>.stride + live)
                + Self.roundTripMinutes * PublishedTable<Float>.rowBytes
        }
        bytesPerPath = bytes(ofPath: 0)
        let fixed = interfaces * bytesPerInterface + (0..<paths).reduce(0) { $0 + bytes(ofPath: $1) }
        let each = interfaces * Self.bytesPerInterfaceMinute + paths * Self.bytesPerPathMinute
        let range = Self.minutesRange
        let wished = min(max(range.lowerBound, settings.minutesKept), range.upperBound)
        let affordable = each > 0 ? (budgetBytes - fixed) / each - Self.spareMinutes : wished
        // The live window's ports are judged by their minutes.
        let least = min(max(range.lowerBound, frame.liveMinutes), range.upperBound)
        minutesKept = max(least, min(wished, affordable))
        plannedBytes = fixed + each * (minutesKept + Self.spareMinutes)
    }
}
