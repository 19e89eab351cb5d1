import Sockets

/// What is believed of this host's clock, from what the kernel and the daemons say: a value, time is told.
///
/// While a daemon's answer is fresh its bound counts. The kernel's grows by 500 ppm from one update to the next, 32 ms
/// in 64 s, because the kernel knows nothing of the oscillator; it counts where no daemon answers, but not where
/// whoever sets the clock states no error at all (systemd-timesyncd sets both errors to 0).
struct ClockBelief: Sendable {
    /// Between two rounds of questions, nanoseconds.
    static let interval: Int64 = 16_000_000_000
    /// No answer is believed for longer, nanoseconds.
    static let freshness = 3 * interval
    /// A disciplined clock's error grows by no more from an answer on (RFC 5905 PHI).
    static let driftPartsPerMillion: UInt64 = 15
    /// linuxptp speaks of a card's clock. It is the system's only where something (phc2sys, ptp4l without a card) feeds
    /// that from it; these set the kernel's error to 0 about once a second, from where it grows by 500 ppm. Beyond this,
    /// 4 s of growth, nobody does, or another daemon does; nanoseconds.
    static let fedKernelError: UInt64 = 2_000_000
    /// From the card's clock to the system's (phc2sys), nanoseconds.
    static let cardToSystem: UInt64 = 1_000
    /// So many of PTP's offsets, of which the largest counts: one alone is near zero now and then by chance.
    static let offsets = 8

    /// How unequal PTP's two ways may be, halved, as the operator says; nanoseconds.
    var asymmetryNanoseconds: UInt64 = 0
    private var answer: DaemonAnswer?
    private var isCards = false
    private var answeredMonotonic: Int64 = 0
    private var ptpOffsets: [UInt64] = []

    init(asymmetryNanoseconds: UInt64 = 0) { self.asymmetryNanoseconds = asymmetryNanoseconds }

    /// Takes one round of answers. Who follows something counts before who does not, chrony before linuxptp: where both
    /// run, ptp4l keeps a card's clock and chrony the system's.
    mutating func take(_ replies: [ClockDaemon: DaemonReply], atMonotonic now: Int64) {
        let answers = ClockDaemon.allCases.compactMap { daemon -> (daemon: ClockDaemon, answer: DaemonAnswer)? in
            guard case .answered(var answer)? = replies[daemon] else { return nil }
            if daemon == .linuxptp { answer.errorNanoseconds = ptpError(answer) }
            return (daemon, answer)
        }
        guard let best = answers.first(where: \.answer.isSynchronised) ?? answers.first else { return }
        answer = best.answer
        isCards = best.daemon == .linuxptp
        answeredMonotonic = now
    }

    private mutating func ptpError(_ answer: DaemonAnswer) -> UInt64 {
        guard answer.isSynchronised else {
            ptpOffsets = []
            return answer.errorNanoseconds
        }
        ptpOffsets = ptpOffsets.suffix(Self.offsets - 1) + [answer.offsetNanoseconds]
        return (ptpOffsets.max() ?? 0).addingSaturated(asymmetryNanoseconds).addingSaturated(Self.cardToSystem)
    }

    /// The state of the clock; `nil` where nobody says anything. Without the kernel's word that the clock is disciplined
    /// a daemon's says nothing: ptp4l may keep a card's clock and nobody the system's.
    func state(kernel: ClockState?, atMonotonic now: Int64) -> ClockState? {
        let age = now &- answeredMonotonic
        guard let answer, age >= 0, age <= Self.freshness else { return kernel.map(Self.trusted) }
        if isCards, let kernel, kernel.isSynchronised, kernel.maximumErrorNanoseconds > Self.fedKernelError {
            return Self.trusted(kernel)
        }
        let growth = UInt64(age) / 1_000_000 * Self.driftPartsPerMillion
        return ClockState(
            isSynchronised: answer.isSynchronised && kernel?.isSynchronised ?? true,
            maximumErrorNanoseconds: answer.errorNanoseconds.addingSaturated(growth),
            estimatedErrorNanoseconds: answer.offsetNanoseconds, source: answer.source)
    }

    private static func trusted(_ kernel: ClockState) -> ClockState {
        var state = kernel
        if kernel.estimatedErrorNanoseconds == 0 { state.isSynchronised = false }
        return state
    }
}
