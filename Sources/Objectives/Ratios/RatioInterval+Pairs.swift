import Metro

extension RatioInterval {
    /// Up to so many members of unknown belonging every subset is tried; beyond, the bounds may be too wide, never
    /// too narrow.
    public static let exhaustiveLimit = 12

    /// Unordered pairs of members (K1): met pairs / all pairs, over every way to decide who belongs.
    /// - Parameters:
    ///   - belongs: for each member, whether it surely belongs (`false`: unknown).
    ///   - verdict: of the pair (i, j), asked for i < j only.
    public static func pairs(
        belongs: [Bool], exhaustiveLimit: Int = exhaustiveLimit, verdict: (Int, Int) -> Verdict
    ) -> RatioInterval {
        var sure: [Int] = []
        var unsure: [Int] = []
        for index in belongs.indices {
            if belongs[index] { sure.append(index) } else { unsure.append(index) }
        }
        let members = sure + unsure
        var best = PairCounts(members.count, sure: sure.count)
        var worst = PairCounts(members.count, sure: sure.count)
        var known = (met: 0, missed: 0)
        for right in members.indices {
            for left in 0..<right {
                let pair = (members[left], members[right])
                switch verdict(min(pair.0, pair.1), max(pair.0, pair.1)) {
                case .met:
                    best.add(left, right)
                    if right < sure.count { known.met += 1 }
                case .missed:
                    worst.add(left, right)
                    if right < sure.count { known.missed += 1 }
                case .unknown:
                    best.add(left, right)
                    worst.add(left, right)
                }
            }
        }
        return RatioInterval(
            value: share(known.met, of: known.met + known.missed),
            lo: worst.largest(exhaustiveLimit).map { Double($0.pairs - $0.counting) / Double($0.pairs) },
            hi: best.largest(exhaustiveLimit).map { Double($0.counting) / Double($0.pairs) },
            mayBeEmpty: sure.count < 2)
    }
}

/// Pairs that count (met in the best case, missed in the worst) among sure members, which stand first, and unsure ones.
private struct PairCounts {
    let sure: Int
    let unsure: Int
    /// Counting pairs among sure members.
    var inner = 0
    /// For each unsure member, its counting pairs with sure ones.
    var toSure: [Int]
    /// For each unsure member, the unsure ones it makes a counting pair with.
    var among: [[Bool]]

    init(_ count: Int, sure: Int) {
        self.sure = sure
        unsure = count - sure
        toSure = Array(repeating: 0, count: unsure)
        among = Array(repeating: Array(repeating: false, count: unsure), count: unsure)
    }

    mutating func add(_ left: Int, _ right: Int) {
        if right < sure {
            inner += 1
        } else if left < sure {
            toSure[right - sure] += 1
        } else {
            among[left - sure][right - sure] = true
            among[right - sure][left - sure] = true
        }
    }

    /// The choice of unsure members with the largest share of counting pairs, or an upper bound of it; `nil` where no
    /// choice has a pair.
    func largest(_ exhaustiveLimit: Int) -> Share? {
        unsure <= exhaustiveLimit ? exact() : bounded()
    }

    struct Share {
        var counting: Int
        var pairs: Int

        /// `nil` without pairs.
        init?(_ counting: Int, members: Int) {
            guard members > 1 else { return nil }
            self.counting = counting
            pairs = members * (members - 1) / 2
        }
        func orLarger(_ other: Share?) -> Share {
            guard let other, other.counting * pairs > counting * other.pairs else { return self }
            return other
        }
    }

    private func exact() -> Share? {
        let neighbours = among.map { row in
            row.indices.reduce(0) { $0 | (row[$1] ? 1 << $1 : 0) }
        }
        var counting = Array(repeating: inner, count: 1 << unsure)
        var largest: Share?
        for choice in counting.indices {
            if choice > 0 {
                let newest = choice.trailingZeroBitCount
                let rest = choice & (choice - 1)
                counting[choice] = counting[rest] + toSure[newest] + (neighbours[newest] & rest).nonzeroBitCount
            }
            if let share = Share(counting[choice], members: sure + choice.nonzeroBitCount) {
                largest = share.orLarger(largest)
            }
        }
        return largest
    }

    /// For each number k of unsure members: none brings more than its pairs with sure ones and half of its k − 1
    /// pairs with the others, so the k largest such sums bound every choice of k.
    private func bounded() -> Share? {
        let degrees = among.map { $0.count(where: { $0 }) }
        var largest: Share?
        for count in 0...unsure {
            let halves = toSure.indices.map { 2 * toSure[$0] + min(degrees[$0], max(0, count - 1)) }
            let doubled = halves.sorted(by: >).prefix(count).reduce(0, +)
            if let share = Share(inner + doubled / 2, members: sure + count) {
                largest = share.orLarger(largest)
            }
        }
        return largest
    }
}
