/// How long the path's thread sleeps between two turns: long while little comes, shorter and shorter while a lane fills
/// by more than an eighth meanwhile, so that a flood finds room and silence costs nothing.
struct TurnPause {
    static let longestNanoseconds: Int64 = 20_000_000
    static let shortestNanoseconds: Int64 = 50_000

    private var nanoseconds = Self.longestNanoseconds
    private var takenSincePause = 0
    private let laneCapacity: Int

    init(laneCapacity: Int) { self.laneCapacity = laneCapacity }

    /// How long to sleep after a turn that took so many samples, nanoseconds; not at all when more is to be done at once.
    mutating func after(taken: Int, hasMore: Bool) -> Int64 {
        takenSincePause += taken
        if hasMore { return 0 }
        if takenSincePause > laneCapacity / 8 {
            nanoseconds = max(Self.shortestNanoseconds, nanoseconds / 2)
        } else if takenSincePause < laneCapacity / 32 {
            nanoseconds = min(Self.longestNanoseconds, nanoseconds * 2)
        }
        takenSincePause = 0
        return nanoseconds
    }
}
