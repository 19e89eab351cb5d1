import Metro

/// A ratio some of whose members are unknown (`indicators.md` §1).
public struct RatioInterval: Hashable, Sendable {
    /// Share among the members that are judged and surely belong; `nil` without any. Always within `lo…hi`.
    public var value: Double?
    /// Worst and best case over everything unknown, 0 … 1; `nil` where nothing can belong.
    public var lo: Double?
    public var hi: Double?
    /// Nothing is sure to belong: the denominator may be empty, and then there is nothing to judge.
    public var mayBeEmpty: Bool

    public init(value: Double?, lo: Double?, hi: Double?, mayBeEmpty: Bool) {
        self.value = value
        self.lo = lo
        self.hi = hi
        self.mayBeEmpty = mayBeEmpty
    }

    /// Met iff lo ≥ target, missed iff hi < target, else unknown; unknown too where there may be nothing to judge.
    public func verdict(target: Double) -> Verdict {
        guard let lo, let hi, !mayBeEmpty else { return .unknown }
        if lo >= target { return .met }
        return hi < target ? .missed : .unknown
    }

    /// One member: whether it surely belongs, and what is known of it.
    public struct Member: Hashable, Sendable {
        public var belongs: Bool
        public var verdict: Verdict

        /// - Parameter belongs: `false` when its belonging is unknown; who surely does not belong is no member.
        public init(belongs: Bool, verdict: Verdict) {
            self.belongs = belongs
            self.verdict = verdict
        }
    }

    /// Members judged one by one. A member of unknown belonging is left out where that helps and counted where it
    /// hurts, each bound by itself.
    public static func members(_ members: some Sequence<Member>) -> RatioInterval {
        var met = 0
        var missed = 0
        var unknown = 0
        var maybe = (met: 0, missed: 0, unknown: 0)
        for member in members {
            switch (member.belongs, member.verdict) {
            case (true, .met): met += 1
            case (true, .missed): missed += 1
            case (true, .unknown): unknown += 1
            case (false, .met): maybe.met += 1
            case (false, .missed): maybe.missed += 1
            case (false, .unknown): maybe.unknown += 1
            }
        }
        let sure = met + missed + unknown
        let worstBad = missed + unknown + maybe.missed + maybe.unknown
        let bestGood = met + unknown + maybe.met + maybe.unknown
        return RatioInterval(
            value: share(met, of: met + missed),
            lo: share(met, of: met + worstBad) ?? (maybe.met > 0 ? 1 : nil),
            hi: share(bestGood, of: bestGood + missed) ?? (maybe.missed > 0 ? 0 : nil),
            mayBeEmpty: sure == 0)
    }

    static func share(_ part: Int, of whole: Int) -> Double? {
        whole > 0 ? Double(part) / Double(whole) : nil
    }
}
