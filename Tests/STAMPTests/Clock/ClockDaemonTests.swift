import Sockets
import Testing

@testable import STAMP

struct ClockDaemonTests {
    static let chrony =
        "CB007103,203.0.113.3,3,1795291200.123456789,-0.000012345,0.000004000,0.000020000,-12.345,0.001,0.050,"
        + "0.000800000,0.000300000,64.2,Normal\n"
    static let pmc = """
        sending: GET CURRENT_DATA_SET
        \t020000.fffe.000001-0 seq 0 RESPONSE MANAGEMENT CURRENT_DATA_SET
        \t\tstepsRemoved     2
        \t\toffsetFromMaster -43.0
        \t\tmeanPathDelay    1210.0
        sending: GET TIME_STATUS_NP
        \t020000.fffe.000001-0 seq 1 RESPONSE MANAGEMENT TIME_STATUS_NP
        \t\tmaster_offset              61
        \t\tgmPresent                  true
        \t\tgmIdentity                 020000.fffe.00000a
        """

    @Test("chrony's bound is its offset, half the root delay and the root dispersion")
    func chronyBound() throws {
        let answer = try #require(ClockDaemon.chrony.parse(Self.chrony))
        #expect(answer.isSynchronised)
        #expect(answer.errorNanoseconds == 12_345 + 400_000 + 300_000)
        #expect(answer.offsetNanoseconds == 12_345)
        #expect(answer.source == .ntp)
        #expect(answer.reference == "203.0.113.3")
    }

    @Test(
        "chrony that follows nothing, or itself, does not synchronise",
        arguments: [
            ("00000000,,0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,1.0,1.0,0.0,Not synchronised", nil),
            ("7F7F0101,127.127.1.1,10,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,Normal", ClockSource.local),
        ])
    func chronyAlone(line: String, source: ClockSource?) throws {
        let answer = try #require(ClockDaemon.chrony.parse(line))
        #expect(!answer.isSynchronised)
        #expect(answer.source == source)
    }

    @Test(
        "A reference clock is named by its kind",
        arguments: [("50505300,PPS", ClockSource.gnss), ("50484330,PHC0", .ptp), ("53484D30,SHM0", nil)])
    func referenceClock(start: String, source: ClockSource?) throws {
        let line = start + ",1,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.000001,0.000002,16.0,Normal"
        let answer = try #require(ClockDaemon.chrony.parse(line))
        #expect(answer.isSynchronised)
        #expect(answer.source == source)
    }

    @Test("linuxptp's offset is the larger of both that it prints")
    func ptp() throws {
        let answer = try #require(ClockDaemon.linuxptp.parse(Self.pmc))
        #expect(answer.isSynchronised)
        #expect(answer.offsetNanoseconds == 61)
        #expect(answer.source == .ptp)
    }

    @Test("A PTP clock without a grandmaster, or that is one itself, follows nothing")
    func ptpAlone() throws {
        let absent = Self.pmc.replacing("true", with: "false")
        #expect(try #require(ClockDaemon.linuxptp.parse(absent)).isSynchronised == false)
        let itself = Self.pmc.replacing("stepsRemoved     2", with: "stepsRemoved     0")
        #expect(try #require(ClockDaemon.linuxptp.parse(itself)).isSynchronised == false)
    }

    @Test(
        "What is no answer is none",
        arguments: ["", "506 Cannot talk to daemon\n", "a,b,c", "sending: GET CURRENT_DATA_SET\n"])
    func nonsense(_ text: String) {
        for daemon in ClockDaemon.allCases { #expect(daemon.parse(text) == nil) }
    }

    @Test("No text traps a parser")
    func fuzz() {
        var random = Seeded(21)
        for text in [Self.chrony, Self.pmc] {
            for _ in 0..<5_000 {
                var bytes = Array(text.utf8)
                for _ in 0..<3 { bytes = random.mutate(bytes) }
                let mutated = String(decoding: bytes, as: UTF8.self)
                for daemon in ClockDaemon.allCases { _ = daemon.parse(mutated) }
            }
        }
        for odd in ["nan", "inf", "-1e308", "1e999", "0x1p70", "9e9"] {
            let line = "CB007103,a,3,0,\(odd),0,0,0,0,0,\(odd),0.1,0,Normal"
            #expect(ClockDaemon.chrony.parse(line) == nil)
            #expect(odd == "9e9" || ClockDaemon.linuxptp.parse("gmPresent true\nmaster_offset \(odd)") == nil)
        }
    }

    @Test("A command's text is taken; one that fails, hangs or is not there says so")
    func commands() {
        #expect(
            ShortCommand.run("/bin/sh", ["-c", "echo $LC_ALL"], limitNanoseconds: 10_000_000_000) == .printed("C\n"))
        #expect(
            ShortCommand.run("/bin/sh", ["-c", "echo no daemon; exit 3"], limitNanoseconds: 10_000_000_000)
                == .failed("ended with 3: no daemon"))
        #expect(
            ShortCommand.run("/bin/sh", ["-c", "exec sleep 1000"], limitNanoseconds: 50_000_000)
                == .failed("did not end within 0.05 s and was killed"))
        guard case .failed(let reason) = ShortCommand.run("/nowhere", [], limitNanoseconds: 1) else {
            Issue.record("a command that is not there ran")
            return
        }
        #expect(reason.hasPrefix("cannot be started: "))
        #expect(ShortCommand.find("no-such-program") == nil)
    }
}
