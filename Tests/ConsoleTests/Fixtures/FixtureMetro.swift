import Metro

/// A city of fixed figures for the drawing tests: every severity, most missing reasons, hostile texts, long names.
/// Nothing is random and nothing reads a clock, so a golden frame made from it stays as it is.
enum FixtureMetro {
    /// 2026-11-21 14:02:07 in the zone of the city.
    static let timeNanoseconds: Int64 = 1_795_240_927 * 1_000_000_000
    static let snapshot = MetroSnapshot(
        sequence: 7, judgement: 3, timeNanoseconds: timeNanoseconds, zoneOffsetSeconds: 8 * 3600,
        zoneAbbreviation: "CST",
        day: "2026-11-21", source: .simulator, inventory: inventory,
        policy: IndicatorPolicy(mediumMinimumRacks: 1000), links: PictureList(linkPictures),
        paths: PictureList(pathPictures), indicators: indicators, circles: circles, targets: targets,
        pipeline: pipeline, clock: ClockPicture(isSynchronised: true, errorNanoseconds: 38_000), events: events,
        traps: traps,
        drift: drift)

    /// The same city before anything has answered.
    static let empty = MetroSnapshot(
        sequence: 1, judgement: 1, timeNanoseconds: timeNanoseconds, zoneOffsetSeconds: 8 * 3600,
        zoneAbbreviation: "CST",
        day: "2026-11-21", source: .simulator, inventory: inventory, policy: IndicatorPolicy(),
        links: PictureList(count: inventory.links.count) { _ in
            LinkPicture(
                forward: .missing(.awaitingFirstAnswer), backward: .missing(.awaitingFirstAnswer), severity: .unknown)
        },
        paths: PictureList(count: inventory.paths.count) { _ in
            PathPicture(
                forward: .missing(.awaitingFirstAnswer, windowSeconds: 3600),
                backward: .missing(.awaitingFirstAnswer, windowSeconds: 3600), verdict: .unknown,
                reason: .awaitingFirstAnswer, severity: .unknown, limitNanoseconds: 1_000_000, guaranteedFloor: nil,
                expectedFloor: nil)
        },
        indicators: [], circles: [], targets: [],
        pipeline: PipelinePicture(
            offered: 0, stored: 0, queued: 0, dropped: [], ringCapacity: 65_536, ringHighWater: 0,
            memory: .init(minutesKept: 1_440, plannedBytes: 310 << 20, budgetBytes: 1 << 30)),
        clock: ClockPicture(isSynchronised: false, errorNanoseconds: nil), events: [])

    /// A city without a single site, link or path.
    static let nothing: MetroSnapshot = {
        var snapshot = empty
        snapshot.inventory = Inventory(city: LocalizedName(chinese: "空城", english: "Nowhere"), sites: [], version: "0")
        snapshot.links = []
        snapshot.paths = []
        return snapshot
    }()

    static func minutesAgo(_ minutes: Double) -> Int64 { timeNanoseconds - Int64(minutes * 60e9) }

    /// A repeatable fraction 0 ..< 1 for place `index` of series `seed`.
    static func noise(_ seed: Int, _ index: Int) -> Double {
        var x = UInt64(truncatingIfNeeded: seed &* 1_000_003 &+ index &+ 1) &* 0x9E37_79B9_7F4A_7C15
        x ^= x >> 29
        x = x &* 0xBF58_476D_1CE4_E5B9
        x ^= x >> 32
        return Double(x >> 11) / Double(1 << 53)
    }
}
