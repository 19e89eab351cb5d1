import Metro
import Sockets

/// One probe that was sent, and what became of it.
struct Probe: Hashable, Sendable {
    enum State: Hashable, Sendable { case waiting, answered, lost, refused, spoiled }

    var sequence: UInt32
    var state: State
    var sent: ClockReading
    /// T1 as the packet has it.
    var timestamp: StampTimestamp
    /// Error of the own clock when it was sent, nanoseconds; `nil`: not synchronised.
    var clockErrorNanoseconds: UInt64?
    /// How long the system took to take it: T1 is that uncertain where no stamp says better, nanoseconds.
    var sendingNanoseconds: UInt64
    /// When it left, wall clock: the kernel's stamp, and the interface's.
    var kernelSentNanoseconds: Int64?
    var hardwareSentNanoseconds: Int64?
    /// The reflector's own number of the answer.
    var reflectorSequence: UInt32?
    /// Sent after a refusal that no answer has followed yet.
    var isSentWhileRefused: Bool
}

/// The last probes by sequence, a fixed number; sequences wrap at 2³².
struct ProbeWindow: Sendable {
    private var slots: [Probe?]
    /// The oldest probe that may be waiting, and the one after the newest.
    private(set) var oldest: UInt32
    private(set) var next: UInt32
    /// The newest probe before `oldest` that a reflector numbered: its sequence and that number.
    private(set) var numberedBefore: (sequence: UInt32, reflector: UInt32)?

    /// `capacity` is rounded up to a power of two, at most 4096.
    init(capacity: Int, firstSequence: UInt32) {
        var size = 4
        while size < capacity, size < 4_096 { size *= 2 }
        slots = Array(repeating: nil, count: size)
        oldest = firstSequence
        next = firstSequence
    }

    var isFull: Bool { Int(next &- oldest) >= slots.count }
    private func slot(_ sequence: UInt32) -> Int { Int(sequence) & (slots.count - 1) }

    /// `nil`: never sent, or so long ago that it is forgotten.
    subscript(sequence: UInt32) -> Probe? {
        guard let probe = slots[slot(sequence)], probe.sequence == sequence else { return nil }
        return probe
    }

    /// Takes the place of the probe a whole window ago; only where the window is not full.
    mutating func append(_ probe: Probe) {
        slots[slot(probe.sequence)] = probe
        next = probe.sequence &+ 1
    }

    mutating func setState(_ state: Probe.State, of sequence: UInt32) { update(sequence) { $0.state = state } }

    mutating func update(_ sequence: UInt32, _ change: (inout Probe) -> Void) {
        guard var probe = self[sequence] else { return }
        change(&probe)
        slots[slot(sequence)] = probe
    }

    /// The newest probe did not leave: its sequence is used again.
    mutating func withdrawNewest() {
        guard next != oldest else { return }
        next = next &- 1
        slots[slot(next)] = nil
    }

    /// The oldest waiting probe, past those that are decided.
    mutating func firstWaiting() -> Probe? {
        while oldest != next {
            if let probe = self[oldest] {
                if probe.state == .waiting { return probe }
                if let reflector = probe.reflectorSequence { numberedBefore = (oldest, reflector) }
            }
            oldest = oldest &+ 1
        }
        return nil
    }

    /// Waiting probes, oldest first.
    var waiting: [Probe] {
        var found: [Probe] = []
        var sequence = oldest
        while sequence != next {
            if let probe = self[sequence], probe.state == .waiting { found.append(probe) }
            sequence = sequence &+ 1
        }
        return found
    }
}
