import Sockets
import Testing

@testable import STAMP

struct ClockBeliefTests {
    private static let kernel = ClockState(
        isSynchronised: true, maximumErrorNanoseconds: 12_000_000, estimatedErrorNanoseconds: 40_000)

    /// As phc2sys leaves it: set to 0 a second ago.
    private static let fed = ClockState(
        isSynchronised: true, maximumErrorNanoseconds: 500_000, estimatedErrorNanoseconds: 40_000)

    private static func answer(
        _ error: UInt64, source: ClockSource? = .ntp, isSynchronised: Bool = true
    ) -> DaemonReply {
        .answered(
            DaemonAnswer(
                isSynchronised: isSynchronised, errorNanoseconds: error, offsetNanoseconds: error, source: source,
                reference: nil))
    }

    @Test("Before a daemon answers the kernel's bound counts")
    func kernelAlone() {
        var belief = ClockBelief()
        belief.take([.chrony: .absent, .linuxptp: .failed("pmc says nothing")], atMonotonic: 5)
        #expect(belief.state(kernel: Self.kernel, atMonotonic: 10) == Self.kernel)
        #expect(belief.state(kernel: nil, atMonotonic: 10) == nil)
    }

    @Test("A kernel clock for which nobody states an error supports no verdict")
    func noStatedError() {
        let timesyncd = ClockState(isSynchronised: true, maximumErrorNanoseconds: 3_000, estimatedErrorNanoseconds: 0)
        #expect(ClockBelief().state(kernel: timesyncd, atMonotonic: 0)?.isSynchronised == false)
    }

    @Test("A fresh answer's bound counts and grows by 15 ppm; after three intervals the kernel's counts again")
    func freshness() {
        var belief = ClockBelief()
        belief.take([.chrony: Self.answer(30_000)], atMonotonic: 1_000)
        let soon = belief.state(kernel: Self.kernel, atMonotonic: 1_000)
        #expect(soon?.maximumErrorNanoseconds == 30_000)
        #expect(soon?.source == .ntp)
        let later = belief.state(kernel: Self.kernel, atMonotonic: 1_000 + 48_000_000_000)
        #expect(later?.maximumErrorNanoseconds == 30_000 + 720_000)
        #expect(belief.state(kernel: Self.kernel, atMonotonic: 1_001 + 48_000_000_000) == Self.kernel)
    }

    @Test("A clock that the kernel calls undisciplined is not synchronised, whatever a daemon says")
    func undisciplined() {
        var belief = ClockBelief()
        belief.take([.linuxptp: Self.answer(200, source: .ptp)], atMonotonic: 0)
        var kernel = Self.kernel
        kernel.isSynchronised = false
        #expect(belief.state(kernel: kernel, atMonotonic: 0)?.isSynchronised == false)
    }

    @Test("Who follows something counts before who does not, and chrony before linuxptp")
    func order() {
        var belief = ClockBelief()
        belief.take(
            [.chrony: Self.answer(9_000, isSynchronised: false), .linuxptp: Self.answer(200, source: .ptp)],
            atMonotonic: 0)
        #expect(belief.state(kernel: Self.fed, atMonotonic: 0)?.source == .ptp)
        belief.take([.chrony: Self.answer(9_000), .linuxptp: Self.answer(200, source: .ptp)], atMonotonic: 1)
        #expect(belief.state(kernel: Self.kernel, atMonotonic: 1)?.source == .ntp)
    }

    @Test("PTP's bound is the largest of its last eight offsets, the stated asymmetry and 1 µs to the system clock")
    func ptp() {
        var belief = ClockBelief(asymmetryNanoseconds: 500)
        for offset in [900, 10, 20, 30, 40, 50, 60, 70] as [UInt64] {
            belief.take([.linuxptp: Self.answer(offset, source: .ptp)], atMonotonic: 0)
        }
        #expect(belief.state(kernel: Self.fed, atMonotonic: 0)?.maximumErrorNanoseconds == 2_400)
        belief.take([.linuxptp: Self.answer(5, source: .ptp)], atMonotonic: 0)
        #expect(belief.state(kernel: Self.fed, atMonotonic: 0)?.maximumErrorNanoseconds == 1_570)
    }

    @Test("A card that follows PTP says nothing of a system clock that nobody feeds from it: the kernel's bound counts")
    func cardAlone() {
        var belief = ClockBelief()
        belief.take([.linuxptp: Self.answer(200, source: .ptp)], atMonotonic: 0)
        #expect(belief.state(kernel: Self.kernel, atMonotonic: 0) == Self.kernel)
        belief.take([.chrony: Self.answer(9_000, source: .ptp)], atMonotonic: 1)
        #expect(belief.state(kernel: Self.kernel, atMonotonic: 1)?.maximumErrorNanoseconds == 9_000)
    }
}
