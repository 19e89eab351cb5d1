/// Where the series of paths stand in their tables: those of path i at 2i (forward) and 2i + 1 (backward), behind all of
/// these the round trips. What is kept of one-way delays alone, seconds and minutes, has a table of these only.
struct PathSeries: Sendable {
    let paths: Int

    var count: Int { 3 * paths }
    var oneWayCount: Int { 2 * paths }

    @inline(__always)
    func number(_ path: Int, _ direction: Direction) -> Int {
        direction == .roundTrip ? oneWayCount &+ path : 2 &* path &+ Int(direction.rawValue)
    }

    func path(_ series: Int) -> Int { series < oneWayCount ? series / 2 : series - oneWayCount }

    @inline(__always)
    func isOneWay(_ series: Int) -> Bool { series < oneWayCount }
}
