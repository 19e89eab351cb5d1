extension CentreCircle {
    /// Covered share of the points that `isCounted`, worst and best case (key locations only, points of one operator …);
    /// `nil` when none is counted.
    public func coverage(where isCounted: (SiteID) -> Bool) -> (lo: Double, hi: Double)? {
        let verdicts = points.filter { $0.sites.first.map(isCounted) ?? false }.map(\.verdict)
        guard !verdicts.isEmpty else { return nil }
        let met = verdicts.count { $0 == .met }
        let missed = verdicts.count { $0 == .missed }
        return (Double(met) / Double(verdicts.count), Double(verdicts.count - missed) / Double(verdicts.count))
    }
}

extension Collection<CentreCircle> {
    /// Mean of the centres' shares, worst and best case; `nil` when none has points.
    public var meanCoverage: (lo: Double, hi: Double)? {
        let shares = compactMap { circle in circle.lo.flatMap { lo in circle.hi.map { (lo, $0) } } }
        guard !shares.isEmpty else { return nil }
        let count = Double(shares.count)
        return (shares.reduce(0) { $0 + $1.0 } / count, shares.reduce(0) { $0 + $1.1 } / count)
    }
}
