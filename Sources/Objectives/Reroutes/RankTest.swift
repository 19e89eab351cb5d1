/// The rank-sum test of Mann and Whitney, exact: it asks for the order of values alone, not for their distribution.
enum RankTest {
    /// Chance that two sets drawn from one and the same distribution are apart at least as far as these, in either
    /// sense, 0 … 1. Ties count against it. For a few dozen values together.
    static func chance(_ before: [Double], _ after: [Double]) -> Double {
        let pairs = before.count * after.count
        guard pairs > 0 else { return 1 }
        var inOrder = 0.0
        for first in before {
            for second in after { inOrder += first < second ? 1 : first == second ? 0.5 : 0 }
        }
        let least = Int(min(inOrder, Double(pairs) - inOrder).rounded(.up))
        let ways = arrangements(before.count, after.count, upTo: least)
        return min(1, 2 * ways.reached / ways.all)
    }

    /// Arrangements of both sets in which at most `limit` pairs are out of order, and all there are. Their numbers are
    /// the coefficients of a Gaussian binomial.
    private static func arrangements(_ n: Int, _ m: Int, upTo limit: Int) -> (reached: Double, all: Double) {
        var counts = [Double](repeating: 0, count: n * m + 1)
        counts[0] = 1
        for factor in 1...m {
            for pairs in stride(from: n * m, through: n + factor, by: -1) {
                counts[pairs] -= counts[pairs - n - factor]
            }
            for pairs in stride(from: factor, through: n * m, by: 1) { counts[pairs] += counts[pairs - factor] }
        }
        return (counts[...min(limit, n * m)].reduce(0, +), counts.reduce(0, +))
    }
}
