import Metro

/// Paths in the order in which they deserve a look: worst severity first, then nearest to (or over) their limit. The
/// map's list is ranked once a judgement and not for every frame: with it stay the severities and delays it goes by.
struct PairRanking: Hashable, Sendable {
    /// Centre-to-centre paths; all paths where the city has none between centres. Indices into `inventory.paths`.
    let paths: [Int]
    private let judgement: UInt64
    private let inventoryVersion: String

    init(_ snapshot: MetroSnapshot) {
        judgement = snapshot.judgement
        inventoryVersion = snapshot.inventory.version
        let pairs = snapshot.inventory.centrePaths
        paths = Self.ranked(pairs.isEmpty ? Array(snapshot.inventory.paths.indices) : pairs, snapshot)
    }

    func isFor(_ snapshot: MetroSnapshot) -> Bool {
        judgement == snapshot.judgement && inventoryVersion == snapshot.inventory.version
    }

    static func ranked(_ paths: [Int], _ snapshot: MetroSnapshot) -> [Int] {
        let keyed = paths.filter {
            snapshot.paths.indices.contains($0) && snapshot.inventory.paths.indices.contains($0)
        }
        .map { index in
            let picture = snapshot.paths[index]
            return (index: index, severity: picture.severity.rawValue, share: share(picture))
        }
        return keyed.sorted {
            ($1.severity, $1.share, $0.index) < ($0.severity, $0.share, $1.index)
        }.map(\.index)
    }

    static func worst(_ paths: [Int], _ snapshot: MetroSnapshot) -> Int? { ranked(paths, snapshot).first }

    /// The larger p99 against the limit; what is not known stands after what is.
    private static func share(_ picture: PathPicture) -> Double {
        guard let p99 = picture.worstP99, p99.isFinite, picture.limitNanoseconds > 0 else { return -1 }
        return p99 / picture.limitNanoseconds
    }
}

extension MapScreen.State {
    /// The ranked paths of `snapshot`: those that were settled, where they are still its own.
    func pairs(_ snapshot: MetroSnapshot) -> [Int] {
        let settled = ranking.flatMap { $0.isFor(snapshot) ? $0 : nil }
        return (settled ?? PairRanking(snapshot)).paths
    }
}

/// Events in the order of the list: what lasts before what is over, worst first, newest first.
enum EventList {
    static func ordered(_ snapshot: MetroSnapshot) -> [MetroEvent] {
        snapshot.events.enumerated().sorted { left, right in
            let (a, b) = (left.element, right.element)
            if (a.untilNanoseconds == nil) != (b.untilNanoseconds == nil) { return a.untilNanoseconds == nil }
            if a.untilNanoseconds == nil, a.severity != b.severity { return a.severity > b.severity }
            if a.sinceNanoseconds != b.sinceNanoseconds { return a.sinceNanoseconds > b.sinceNanoseconds }
            return left.offset < right.offset
        }.map(\.element)
    }

    static func open(_ snapshot: MetroSnapshot) -> Int { snapshot.events.count { $0.untilNanoseconds == nil } }
}
