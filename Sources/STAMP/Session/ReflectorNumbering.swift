import Telemetry

/// What a reflector's own numbers tell. A stateless reflector copies the sender's sequence; a stateful one counts its
/// answers (RFC 8762 §4.3), so that what is missing in its count was lost on the way there.
struct ReflectorNumbering: Hashable, Sendable {
    /// It was seen to number otherwise than the sender: without that, counting from 0 looks like copying.
    private var counts = false
    /// For how many more answers in order it is taken to count others' packets too, so that its numbers tell nothing
    /// of ours; and for how many it will be the next time.
    private var doubt = 0
    private var nextDoubt = Self.shortestDoubt
    /// Numbers of answers that were none of a first answer in order: to packets that came to it twice or overtaken.
    private var extra: [UInt32] = []
    /// The last gap in which it counted more than is known of, and the doubt before it.
    private var odd: Odd?

    private struct Odd: Hashable, Sendable {
        var from, to: UInt32
        var surplus: Int32
        var doubt, nextDoubt: Int
    }

    /// Longest gap that is looked at, probes: longer ones are an outage of which the ways cannot be told in time.
    private static let longestGap: UInt32 = 64
    /// One packet too many may be a copy whose answer was lost; those of others come again and again.
    private static let shortestDoubt = 64
    private static let longestDoubt = 4_096
    private static let extraCapacity = 64

    /// An answer that came in order: sequences of the probe and the one answered before it, and their numbers.
    mutating func take(_ sequence: UInt32, numbered number: UInt32, after before: (UInt32, UInt32)?) {
        if number != sequence { counts = true }
        guard let (earlier, earlierNumber) = before else { return }
        doubt = max(doubt - 1, 0)
        let (step, counted) = (Int32(bitPattern: sequence &- earlier), Int32(bitPattern: number &- earlierNumber))
        guard step > 0, counted > step else { return }
        let found = Odd(
            from: earlierNumber, to: number, surplus: counted &- step, doubt: doubt, nextDoubt: nextDoubt)
        guard !isExplained(found) else { return }
        odd = found
        doubt = nextDoubt
        nextDoubt = min(2 * nextDoubt, Self.longestDoubt)
    }

    /// The number of a further answer to a probe, or of one that was overtaken: the reflector counted it, and no gap
    /// may be read as if it had counted a probe there. It may come after the gap was doubted.
    mutating func takeExtra(_ number: UInt32) {
        if extra.count >= Self.extraCapacity { extra.removeFirst() }
        extra.append(number)
        guard let odd, isExplained(odd) else { return }
        (doubt, nextDoubt) = (odd.doubt, odd.nextDoubt)
        self.odd = nil
    }

    private func isExplained(_ gap: Odd) -> Bool { gap.surplus <= extras(after: gap.from, before: gap.to) }

    private func extras(after from: UInt32, before to: UInt32) -> Int {
        extra.count { $0 != from && $0 &- from < to &- from }
    }

    /// On which way an unanswered probe was lost; `nil`: it cannot be told. Where a gap has losses of both ways, their
    /// counts are right, and the first of them are taken for those of the way there.
    func wayOfLoss(of sequence: UInt32, in window: ProbeWindow) -> Direction? {
        guard counts, doubt == 0, let before = window.numberedBefore else { return nil }
        var after = sequence &+ 1
        while after != window.next, let probe = window[after] {
            if let number = probe.reflectorSequence {
                let (step, counted) = (after &- before.sequence, number &- before.reflector)
                // A count that goes back, or did not move, began anew.
                guard step <= Self.longestGap, counted >= 1, counted <= step,
                    extras(after: before.reflector, before: number) == 0
                else { return nil }
                return sequence &- before.sequence <= step - counted ? .forward : .backward
            }
            guard probe.state == .waiting || probe.state == .lost, after &- sequence < Self.longestGap else {
                return nil
            }
            after = after &+ 1
        }
        return nil
    }
}
