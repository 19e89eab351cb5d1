import Metro

/// How far the limit reaches from one centre, fitted to what its own paths measured: p99 = base + slope · geodesic.
///
/// A picture, not a verdict: K2 judges every point by its own measurement. The slope is the median over all pairs of
/// paths (Theil–Sen), so that one rerouted path does not bend it, and never below the guaranteed propagation delay.
struct CentreReach: Hashable, Sendable {
    /// Geodesic kilometres at which the larger p99 of both ways reaches the limit.
    let kilometres: Double
    /// Nanoseconds that every path costs before distance counts.
    let baseNanoseconds: Double
    let nanosecondsPerKilometre: Double
    /// Measured paths that it rests on.
    let pathCount: Int

    /// Nanoseconds per kilometre of fibre (`indicators.md` §4): no path is faster.
    static let guaranteedNanosecondsPerKilometre = 4_897.0
    /// Fewer paths say nothing about a slope.
    static let minimumPaths = 3

    /// `nil` where fewer than three distances were measured or the base alone is over the limit.
    ///
    /// - Parameter layer: the one that K2 is judged at; layers are never mixed in one fit.
    init?(centre: SiteID, layer: NetworkLayer?, limitNanoseconds: Double, _ snapshot: MetroSnapshot) {
        var samples: [(kilometres: Double, delay: Double)] = []
        for index in snapshot.inventory.paths(at: centre) where index < snapshot.paths.count {
            let path = snapshot.inventory.paths[index]
            let picture = snapshot.paths[index]
            guard layer == nil || path.layer == layer, let delay = picture.worstP99,
                picture.reason == nil || picture.reason == .straddlesLimit,
                let a = snapshot.inventory.site(path.a), let b = snapshot.inventory.site(path.b),
                a.terminalGroup == nil, b.terminalGroup == nil, let from = a.coordinates, let to = b.coordinates
            else { continue }
            let distance = from.kilometres(to: to)
            if distance.isFinite, distance > 0.1, delay.isFinite { samples.append((distance, delay)) }
        }
        self.init(samples, limitNanoseconds: limitNanoseconds)
    }

    init?(_ samples: [(kilometres: Double, delay: Double)], limitNanoseconds: Double) {
        guard samples.count >= Self.minimumPaths else { return nil }
        var slopes: [Double] = []
        for (index, one) in samples.enumerated() {
            for other in samples[(index + 1)...] where abs(one.kilometres - other.kilometres) > 0.5 {
                slopes.append((one.delay - other.delay) / (one.kilometres - other.kilometres))
            }
        }
        guard !slopes.isEmpty else { return nil }
        let slope = max(Self.guaranteedNanosecondsPerKilometre, MapPlane.median(slopes))
        let base = max(0, MapPlane.median(samples.map { $0.delay - slope * $0.kilometres }))
        guard base < limitNanoseconds else { return nil }
        kilometres = (limitNanoseconds - base) / slope
        baseNanoseconds = base
        nanosecondsPerKilometre = slope
        pathCount = samples.count
    }
}
