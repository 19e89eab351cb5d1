import Metro
import Testing

@testable import SNMP

@Suite("Interface speed")
struct InterfaceSpeedTests {
    private static let saturated: UInt64 = 4_294_967_295

    @Test(
        "ifHighSpeed counts, ifSpeed helps where it must, and neither becomes a wrong number",
        arguments: [
            (400_000, saturated, 400_000_000_000, nil),
            (1_000, 1_000_000_000, 1_000_000_000, nil),
            (125, 125_000_000, 125_000_000, nil),
            // Rounded to Mb/s, as RFC 2863 wants.
            (2, 1_544_000, 2_000_000, nil),
            (0, 64_000, 64_000, nil),
            (nil, 10_000_000, 10_000_000, nil),
            (nil, saturated, nil, nil),
            (nil, nil, nil, nil),
            (nil, 0, nil, nil),
            (0, 0, nil, nil),
            (0, nil, nil, nil),
            (0, saturated, nil, nil),
            (0, 1_000_000_000, nil, .highSpeedZero),
            (10_000, nil, 10_000_000_000, nil),
            // Bit/s: equal to ifSpeed, or beyond any aggregate of ports.
            (1_000_000_000, 1_000_000_000, 1_000_000_000, .highSpeedInBits),
            (1_000_000, 1_000_000, 1_000_000, .highSpeedInBits),
            (10_000_000_000, saturated, 10_000_000_000, .highSpeedInBits),
            (1_000_000_000, nil, 1_000_000_000, .highSpeedInBits),
            (saturated, saturated, nil, .contradiction),
            // 10G and 100G in bit/s, cut to 32 bits: ifSpeed knows that they are more.
            (1_410_065_408, saturated, nil, .contradiction),
            (1_215_752_192, saturated, nil, .contradiction),
            (1_000_000_000, 100_000_000, nil, .contradiction),
            (1_000, 1_000, nil, .contradiction),
            // An aggregate of four 800G ports is no bit/s; without ifSpeed it cannot be told from 3.2 Mb/s.
            (3_200_000, saturated, 3_200_000_000_000, nil),
            (3_200_000, nil, nil, .contradiction),
            (10, 1_000_000_000, 10_000_000, .disagreement),
            (1_000, 10, 1_000_000_000, .disagreement),
        ] as [(UInt64?, UInt64?, UInt64?, InterfaceSpeed.Oddity?)])
    func speeds(highSpeed: UInt64?, speed: UInt64?, bits: UInt64?, oddity: InterfaceSpeed.Oddity?) {
        let read = InterfaceSpeed(highSpeed: highSpeed, speed: speed)
        #expect(read.bitsPerSecond == bits.map { .known($0) } ?? .missing(.speedUnknown))
        #expect(read.oddity == oddity)
    }

    @Test("no pair of numbers traps")
    func extremes() {
        let numbers: [UInt64?] = [nil, 0, 1, 999_999, 1_600_001, 99_999_999, Self.saturated, 1 << 53, .max]
        for high in numbers {
            for low in numbers {
                let value = InterfaceSpeed(highSpeed: high, speed: low).bitsPerSecond.value
                #expect(value != 0)
            }
        }
    }
}
