import Metro

/// One series of the source, by its place.
struct SeriesSlot: BitwiseCopyable {
    /// ≥ 0: the place of its cell; −1: unmapped; below: refused, the row of the reason is −2 − state.
    var state: Int32
    var quantity: NameMapping.Quantity
    var unit: NameMapping.Unit
    var kind: NameMapping.Kind

    static let unmapped: Int32 = -1

    static func refused(row: Int) -> SeriesSlot {
        SeriesSlot(state: Int32(-2 - row), quantity: .inOctets, unit: .none, kind: .counter)
    }
    var refusalRow: Int { Int(-2 - state) }
}

/// One quantity of one interface (of optical power: of one lane): what the source told of it last.
struct QuantityCell: BitwiseCopyable {
    static let nobody: Int32 = -1

    /// Place of the series that tells it.
    var owner: Int32
    /// Place of the series that told the newest reading, though it has ended since.
    var teller: Int32 = nobody
    /// Of a counter: changes with its teller, since two series' counts make no rate.
    var epoch: UInt32 = 0
    /// Place of the interface in the converter's.
    var interface: Int32
    /// The source's stamp of the newest reading; .min before the first, and after its clock was set back.
    var stampNanoseconds: Int64 = .min
    /// Where that reading stands in our time.
    var timeNanoseconds: Int64 = .min
    /// Between the last two readings by the source's clock, 0 before there were two.
    var intervalNanoseconds: Int64 = 0
    /// A gauge's value; of a rate's gauge the octets that it makes together.
    var value: UInt64 = 0
    /// Of a rate's gauge: what is left of an octet.
    var fraction: Double = 0
    var hasValue = false
    /// Of the device's clock at the newest reading, as in `DeviceClock`.
    var generation: UInt32 = 0
    var jumps: UInt32 = 0
    /// The newest sample was a repetition of ours.
    var isRepeated = false
    /// Of a state: how far its readings, or the source's word that it still holds, lie apart; 0: not known.
    var holdNanoseconds: Int64 = 0
    /// Until when, in our time, it may be repeated.
    var holdUntilNanoseconds: Int64 = .min
}

/// One interface that the source tells of.
struct InterfaceState: BitwiseCopyable {
    /// Place in the directory's interfaces.
    var place: Int32
    var subject: UInt32
    /// Place in the converter's clocks.
    var device: Int32
    var needsClaim: Bool
    var isOwned: Bool
    var isSeen = false
    /// Changes when the counters start anew.
    var epoch: UInt32 = 0
    /// Of the claim by which it is ours (`InterfaceOwners`).
    var claim: UInt32 = 0
    var lastClearNanoseconds: Int64?
    /// Cell of the status, −1 where none tells it.
    var statusCell: Int32 = -1
    /// The cell whose stamps tell how far readings lie apart.
    var cadenceCell: Int32 = -1
    var cadenceIsOctets = false
    /// What `.period` said last, and when by our clock; 0: nothing yet.
    var periodNanoseconds: Int64 = 0
    var periodToldNanoseconds: Int64 = 0
}

/// How the clock of one device stands against ours.
struct DeviceClock: BitwiseCopyable {
    /// Beyond this a clock is ahead of ours, nanoseconds: what the aggregator takes as well
    /// (`AggregationSettings.futureToleranceNanoseconds`).
    static let toleranceNanoseconds: Int64 = 2_000_000_000

    /// A stamp that leads ours by more says nothing of the clock, it is wrong by itself, nanoseconds.
    static let greatestLeadNanoseconds: Int64 = 3_600_000_000_000

    /// The newest stamp that can be meant.
    static func latest(receivedNanoseconds received: Int64) -> Int64 {
        let (latest, overflow) = received.addingReportingOverflow(greatestLeadNanoseconds)
        return overflow ? .max : latest
    }

    /// What stamps are put back by, so that none lies in the future; 0: they are taken as they are.
    private(set) var aheadNanoseconds: Int64 = 0
    /// Counts how often it was set back.
    private(set) var generation: UInt32 = 0
    /// Newest stamp of the batch under way.
    var newestNanoseconds: Int64 = .min

    /// Counts how often it, or the way of its data, jumped against ours: no rate goes across.
    private(set) var jumps: UInt32 = 0
    private var lastLeadNanoseconds: Int64 = 0
    /// Newest stamp of all batches since it was ahead or set back.
    private var newestSeenNanoseconds: Int64 = .min
    private var fall: Fall?

    /// It leads by less than it did: it was set back if that lasts, or data is late if it does not.
    private struct Fall: BitwiseCopyable {
        var leadNanoseconds: Int64
        var sinceNanoseconds: Int64
        var batches = 1
    }
    /// A lower lead that stays the same this long, in so many batches, is the clock's. Data that was kept back comes
    /// faster than it was made, so its lead does not stay.
    private static let fallNanoseconds: Int64 = 10_000_000_000
    private static let fallBatches = 3

    /// Holds the newest stamp of a batch against its receipt. The figure is kept as long as it explains what comes, so
    /// that samples stay in order.
    mutating func settle(receivedNanoseconds received: Int64) {
        guard newestNanoseconds != .min else { return }
        let newest = newestNanoseconds
        newestNanoseconds = .min
        let (lead, overflow) = newest.subtractingReportingOverflow(received)
        guard !overflow, aheadNanoseconds > 0 || lead > Self.toleranceNanoseconds else { return }
        if Self.differ(lead, lastLeadNanoseconds) { jumps &+= 1 }
        lastLeadNanoseconds = lead
        if lead >= aheadNanoseconds - Self.toleranceNanoseconds {
            aheadNanoseconds = max(aheadNanoseconds, lead)
            fall = nil
        } else if var fall, !Self.differ(lead, fall.leadNanoseconds) {
            fall.batches += 1
            self.fall = fall
            if fall.batches >= Self.fallBatches, received &- fall.sinceNanoseconds >= Self.fallNanoseconds {
                aheadNanoseconds = lead > Self.toleranceNanoseconds ? lead : 0
                self.fall = nil
                if newest < newestSeenNanoseconds {
                    generation &+= 1
                    newestSeenNanoseconds = .min
                }
            }
        } else {
            fall = Fall(leadNanoseconds: lead, sinceNanoseconds: received)
        }
        newestSeenNanoseconds = max(newestSeenNanoseconds, newest)
    }

    private static func differ(_ lead: Int64, _ other: Int64) -> Bool {
        let (difference, overflow) = lead.subtractingReportingOverflow(other)
        return overflow || difference.magnitude > UInt64(toleranceNanoseconds)
    }
}

extension InterfaceState {
    /// Of a sample of this counter. Epochs of two claims lie far apart, so that counting on in one does not meet another.
    func epoch(of cell: QuantityCell) -> UInt32 { claim &* 0x9E37_79B9 &+ epoch &+ cell.epoch }
}

extension QuantityCell {
    /// The value is good for as long again as it was told in, and half of that: what makes a reading stale is two
    /// periods and a half of it (`WindowFrame.staleAfterNanoseconds`).
    mutating func hold(_ interval: Int64, from time: Int64) {
        holdNanoseconds = min(interval, 3_600_000_000_000)
        holdUntilNanoseconds = time &+ holdNanoseconds / 2 &* 5
    }
}
