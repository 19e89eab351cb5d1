import STAMP
import Sockets
import Testing

@testable import haomiao

struct DoctorClockTests {
    private static func kernel(_ isSynchronised: Bool, estimate: UInt64 = 20_000) -> KernelClock {
        KernelClock(
            state: ClockState(
                isSynchronised: isSynchronised, maximumErrorNanoseconds: 12_000_000,
                estimatedErrorNanoseconds: estimate), frequencyPartsPerMillion: -12.5, taiMinusUTCSeconds: 37,
            leap: .none)
    }

    private static func row(_ clock: DoctorClock, _ name: String) -> String? {
        clock.rows.first { $0.name == name }?.value
    }

    private static func following(_ error: UInt64) -> DaemonReply {
        .answered(
            DaemonAnswer(
                isSynchronised: true, errorNanoseconds: error, offsetNanoseconds: 2_500, source: .ntp,
                reference: "203.0.113.3"))
    }

    @Test("A synchronised clock tells how near each limit a delay can come")
    func synchronised() {
        let state = ClockState(
            isSynchronised: true, maximumErrorNanoseconds: 90_000, estimatedErrorNanoseconds: 2_500, source: .ntp)
        let clock = DoctorClock(
            kernel: Self.kernel(true), state: state, replies: [.chrony: Self.following(90_000), .linuxptp: .absent])
        #expect(Self.row(clock, "system clock") == "synchronised (NTP), right within ±90.0 µs")
        #expect(Self.row(clock, "chrony") == "follows 203.0.113.3, off by 2.5 µs, bound 90.0 µs")
        #expect(Self.row(clock, "linuxptp") == "not installed")
        #expect(
            Self.row(clock, "limit 1 ms")
                == "met under 800.0 µs, missed from 1.2 ms, unknown between (with a far clock as good as this one)")
        #expect(Self.row(clock, "limit 10 ms")?.hasPrefix("met under 9.8 ms, missed from 10.2 ms") == true)
        #expect(
            Self.row(clock, "kernel (adjtimex)")
                == "disciplined, bound 12 ms, estimate 20.0 µs, oscillator corrected by -12.500 ppm, TAI − UTC 37 s")
    }

    @Test("A clock that errs by more than a limit can prove nothing about it")
    func tooCoarse() {
        let state = ClockState(
            isSynchronised: true, maximumErrorNanoseconds: 2_000_000, estimatedErrorNanoseconds: 2_500)
        let clock = DoctorClock(kernel: Self.kernel(true), state: state, replies: [:])
        #expect(
            Self.row(clock, "limit 1 ms")
                == "no one-way delay can be proven under it: both clocks and stamps may err by 4.02 ms together")
        #expect(Self.row(clock, "limit 10 ms")?.hasPrefix("met under 5.98 ms") == true)
    }

    @Test("An unsynchronised clock says which verdicts remain and what to do")
    func unsynchronised() {
        let clock = DoctorClock(
            kernel: Self.kernel(false), state: Self.kernel(false).state,
            replies: [.chrony: .failed("chronyc ended with 1: 506 Cannot talk to daemon"), .linuxptp: .absent])
        #expect(Self.row(clock, "system clock") == "NOT synchronised")
        #expect(Self.row(clock, "chrony") == "no answer: chronyc ended with 1: 506 Cannot talk to daemon")
        #expect(Self.row(clock, "verdicts") == "one-way: only on paths with 'clock: shared'; round trips: on all")
        #expect(Self.row(clock, "what to do")?.hasPrefix("run chrony (NTP) or linuxptp (PTP)") == true)
        #expect(Self.row(clock, "limit 1 ms") == nil)
    }

    @Test("A clock whose keeper states no error, and one that nobody sets, each have their advice")
    func advice() {
        var silent = Self.kernel(true, estimate: 0)
        silent.state.estimatedErrorNanoseconds = 0
        var believed = silent.state
        believed.isSynchronised = false
        let timesyncd = DoctorClock(kernel: silent, state: believed, replies: [:])
        #expect(Self.row(timesyncd, "what to do")?.contains("states no error") == true)
        let card = DoctorClock(
            kernel: Self.kernel(false), state: Self.kernel(false).state, replies: [.linuxptp: Self.following(100)])
        #expect(Self.row(card, "what to do")?.contains("phc2sys") == true)
    }

    @Test("An interface says who stamps each way")
    func interfaces() {
        #expect(
            DoctorNetwork.stamps(
                InterfaceStamping(name: "e0", kinds: [.sendHardware, .sendKernel, .receiveKernel], hardwareClock: 1))
                == "sending hardware, receiving kernel (its clock: /dev/ptp1)")
        #expect(
            DoctorNetwork.stamps(InterfaceStamping(name: "v0", kinds: [], hardwareClock: nil))
                == "sending user space only, receiving user space only")
        #expect(
            DoctorNetwork.stamps(InterfaceStamping(name: "v1", kinds: nil, hardwareClock: nil))
                == "unknown: its driver does not say")
    }

    @Test("A taken port says who may have it, too few open files how to get more")
    func limits() throws {
        let taken = try DatagramSocket(bindingTo: .any(port: 0))
        #expect(DoctorNetwork.port(taken.localAddress.port).hasPrefix("taken: a reflector runs already"))
        #expect(DoctorNetwork.openFiles((1_024, 4_096)).contains("about 824 paths"))
        #expect(DoctorNetwork.openFiles((65_536, 65_536)) == "65536: enough for 10 000 paths")
    }
}
