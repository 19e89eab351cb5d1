/// The least delay that physics allows between two places, one way (`indicators.md` §4).
///
/// Two figures: the *guaranteed* one rests on a measured fibre length or the plain geodesic and proves things; the
/// *expected* one also trusts a design route or a detour factor and is what a delay is compared with. Both are
/// propagation alone: equipment (0.15 µs an amplifier, about 100 µs an O-E-O) is not in the inventory.
public struct PhysicalFloor: Hashable, Sendable {
    /// Group index 1.4682 over the speed of light: 4 897 ns a kilometre, 204 km a millisecond.
    public static let nanosecondsPerKilometre = 1.4682 / 299_792.458 * 1e9
    /// A delay of more than this many expected floors is worth a look: the national plan's hub links allow 1.5.
    public static let amberRatio = 1.5

    /// Nanoseconds; `nil` where neither an OTDR length nor both coordinates are known.
    public let guaranteed: Double?
    /// Nanoseconds; `nil` where no length is known at all.
    public let expected: Double?

    /// - Parameters:
    ///   - a: coordinates of the path's site A, where known.
    ///   - b: coordinates of its site B.
    public init(path: MeasuredPath, a: Coordinates?, b: Coordinates?) {
        let stated = path.routeKilometres.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
        let straight = Self.geodesic(a, b)
        switch path.lengthBasis {
        case .otdr:
            self.init(guaranteedKilometres: stated ?? straight, expectedKilometres: stated ?? Self.detour(straight))
        case .designRoute:
            self.init(guaranteedKilometres: straight, expectedKilometres: stated ?? Self.detour(straight))
        case .geodesic:
            let length = straight ?? stated
            self.init(guaranteedKilometres: length, expectedKilometres: Self.detour(length))
        }
    }

    /// Between two sites that no path joins.
    public init(from a: Coordinates?, to b: Coordinates?) {
        let straight = Self.geodesic(a, b)
        self.init(guaranteedKilometres: straight, expectedKilometres: Self.detour(straight))
    }

    private init(guaranteedKilometres: Double?, expectedKilometres: Double?) {
        guaranteed = guaranteedKilometres.map { $0 * Self.nanosecondsPerKilometre }
        expected = expectedKilometres.map { $0 * Self.nanosecondsPerKilometre }
    }

    private static func geodesic(_ a: Coordinates?, _ b: Coordinates?) -> Double? {
        guard let a, let b else { return nil }
        let length = a.kilometres(to: b)
        return length.isFinite ? length : nil
    }

    /// Route length to expect for a geodesic: × 1.5 below 1000 km, 1500 km up to 1200 km, × 1.25 above
    /// (ITU-T G.826, calculation of the route length).
    private static func detour(_ straight: Double?) -> Double? {
        straight.map { $0 < 1000 ? $0 * 1.5 : max(1500, $0 * 1.25) }
    }

    /// What the smallest delay holds beyond propagation, nanoseconds; negative means a clock or inventory error.
    public func excess(minimumDelay: Double) -> Double? {
        expected.map { minimumDelay - $0 }
    }

    /// D_min / expected floor: amber over 1.5; `nil` without a floor or for two ends at one place.
    public func ratio(minimumDelay: Double) -> Double? {
        expected.flatMap { $0 > 0 ? minimumDelay / $0 : nil }
    }
}
