import Telemetry

/// What a reflector's own numbers tell. A stateless reflector copies the sender's sequence; a stateful one counts its
/// answers (RFC 8762 §4.3), so that what is missing in its count was lost on the way there.
struct ReflectorNumbering: Hashable, Sendable {
    /// It was seen to number otherwise than the sender: without that, counting from 0 looks like copying.
    private var counts = false
    /// It counts others' packets too, so its numbers tell nothing of ours.
    private var isShared = false

    /// Longest gap that is looked at, probes: longer ones are an outage of which the ways cannot be told in time.
    private static let longestGap: UInt32 = 64

    /// An answer that came in order: sequences of the probe and the one answered before it, and their numbers.
    mutating func take(_ sequence: UInt32, numbered number: UInt32, after before: (UInt32, UInt32)?) {
        if number != sequence { counts = true }
        guard let (earlier, earlierNumber) = before else { return }
        let (step, counted) = (Int32(bitPattern: sequence &- earlier), Int32(bitPattern: number &- earlierNumber))
        if step > 0, counted > step { isShared = true }
    }

    /// On which way an unanswered probe was lost; `nil`: it cannot be told. Where a gap has losses of both ways, their
    /// counts are right, and the first of them are taken for those of the way there.
    func wayOfLoss(of sequence: UInt32, in window: ProbeWindow) -> Direction? {
        guard counts, !isShared, let before = window.numberedBefore else { return nil }
        var after = sequence &+ 1
        while after != window.next, let probe = window[after] {
            if let number = probe.reflectorSequence {
                let (step, counted) = (after &- before.sequence, number &- before.reflector)
                // A count that goes back, or did not move, began anew.
                guard step <= Self.longestGap, counted >= 1, counted <= step else { return nil }
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
