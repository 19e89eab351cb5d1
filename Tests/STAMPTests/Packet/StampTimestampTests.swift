import Testing

@testable import STAMP

struct StampTimestampTests {
    private let now: Int64 = 1_795_226_331_098_325_000

    @Test("The Unix epoch is second 2 208 988 800 of NTP, half a second is 2³¹")
    func ntpVector() {
        #expect(StampTimestamp(wallNanoseconds: 500_000_000).bits == 0x83AA_7E80_8000_0000)
        #expect(StampTimestamp(wallNanoseconds: -1_000_000_000).bits == 0x83AA_7E7F_0000_0000)
        #expect(StampTimestamp(wallNanoseconds: 1).bits == 0x83AA_7E80_0000_0004)
    }

    @Test("A captured NTP stamp is the time of its capture")
    func ntpCaptured() {
        // 2026-11-21 01:58:51.098056077 UTC by tshark, which cuts off what is rounded here (….0775).
        let stamp = StampTimestamp(bits: 0xEEAB_795B_191A_33FF)
        #expect(stamp.wallNanoseconds(format: .ntp, near: now) == 1_795_226_331_098_056_078)
    }

    @Test("A PTP stamp holds nanoseconds as they are")
    func ptpVector() {
        let stamp = StampTimestamp(wallNanoseconds: 1_000_000_000 * 0x6000_0000 + 999_999_999, format: .ptp)
        #expect(stamp.bits == 0x6000_0000_3B9A_C9FF)
    }

    @Test("Every nanosecond survives both formats", arguments: [StampTimestamp.Format.ntp, .ptp])
    func roundTrips(format: StampTimestamp.Format) {
        var random = Seeded(1)
        for _ in 0..<20_000 {
            let time = Int64.random(in: -1_000_000_000_000_000_000...7_000_000_000_000_000_000, using: &random)
            let stamp = StampTimestamp(wallNanoseconds: time, format: format)
            #expect(stamp.wallNanoseconds(format: format, near: time) == time)
        }
        for time in [now / 1_000_000_000 * 1_000_000_000 - 1, 0, -1, 999_999_999] {
            let stamp = StampTimestamp(wallNanoseconds: time, format: format)
            #expect(stamp.wallNanoseconds(format: format, near: time) == time)
        }
    }

    @Test("After the NTP seconds wrap in 2036 the nearest era is taken, on either side")
    func era() {
        let wrap: Int64 = (0x1_0000_0000 - 2_208_988_800) * 1_000_000_000
        let before = StampTimestamp(wallNanoseconds: wrap - 5)
        let after = StampTimestamp(wallNanoseconds: wrap + 5)
        #expect(after.bits >> 32 == 0)
        #expect(before.wallNanoseconds(format: .ntp, near: wrap + 1_000) == wrap - 5)
        #expect(after.wallNanoseconds(format: .ntp, near: wrap - 1_000) == wrap + 5)
    }

    @Test("A PTP stamp may count TAI or UTC: the nearer one is meant")
    func tai() {
        let utc = StampTimestamp(wallNanoseconds: now, format: .ptp)
        let tai = StampTimestamp(wallNanoseconds: now + 37_000_000_000, format: .ptp)
        #expect(utc.wallNanoseconds(format: .ptp, near: now + 900_000_000) == now)
        #expect(tai.wallNanoseconds(format: .ptp, near: now - 900_000_000) == now)
    }

    @Test("PTP nanoseconds of a second or more are no time")
    func ptpInvalid() {
        #expect(StampTimestamp(bits: 0x6000_0000_3B9A_CA00).wallNanoseconds(format: .ptp, near: now) == nil)
    }

    @Test("No bits and no reference trap")
    func total() {
        var random = Seeded(2)
        for _ in 0..<20_000 {
            let stamp = StampTimestamp(bits: random.next())
            let reference = Int64(truncatingIfNeeded: random.next())
            _ = stamp.wallNanoseconds(format: .ntp, near: reference)
            _ = stamp.wallNanoseconds(format: .ptp, near: reference)
            _ = StampTimestamp(wallNanoseconds: reference)
        }
        for reference in [Int64.min, .max] {
            _ = StampTimestamp(bits: .max).wallNanoseconds(format: .ntp, near: reference)
            _ = StampTimestamp(wallNanoseconds: reference, format: .ptp)
        }
    }
}
