import Foundation
import Mapping
import Testing

@testable import Exports

struct DecimalNumberTests {
    private func number(_ text: String) -> DecimalNumber? {
        let bytes = Array(text.utf8)
        return DecimalNumber(bytes.span, 0..<bytes.count)
    }
    private func value(_ text: String) -> ForeignValue? {
        let bytes = Array(text.utf8)
        return DecimalNumber(bytes.span, 0..<bytes.count)?.value(bytes.span)
    }

    @Test("Whole numbers are exact in 64 bits, beyond they are doubles")
    func wholeNumbers() {
        #expect(value("18446744073709551615") == .unsigned(.max))
        #expect(value("18446744073709551616") == .double(0x1p64))
        #expect(value("-9223372036854775808") == .signed(.min))
        #expect(value("-9223372036854775809") == .double(-0x1p63))
        #expect(value("000000000000000000000000000001") == .unsigned(1))
        #expect(value("1.0") == .double(1))
        #expect(value("1.8446744073709552e+19") == .double(0x1p64))
        #expect(value("1e400") == nil)
        #expect(value("1e-400") == .double(0))
    }

    @Test(
        "What is no decimal number is none",
        arguments: [
            "", "+", "-", ".", "e5", "1e", "1e+", "1.e", "1..2", "--1", "1_000", "0x10", "1f", " 1", "1 ", "inf", "NaN",
            "1e5.5",
            String(repeating: "1", count: 2_000),
        ])
    func noNumbers(text: String) { #expect(number(text) == nil) }

    @Test("Ten thousand seeded numbers are the doubles that strtod makes of them")
    func differential() {
        var random = Seeded(20_261_121)
        for _ in 0..<10_000 {
            func digits(_ most: Int) -> String {
                String(
                    (0..<Int.random(in: 0...most, using: &random)).map { _ in
                        "0123456789".randomElement(using: &random)!
                    })
            }
            var text = ["", "-", "+"].randomElement(using: &random)!
            text += digits(24)
            if Bool.random(using: &random) { text += "." + digits(24) }
            if Bool.random(using: &random) { text += "e\(Int.random(in: -330...310, using: &random))" }
            let bytes = Array(text.utf8)
            guard let number = number(text) else { continue }
            let reference = strtod(text, nil)
            let double = number.double(bytes.span)
            #expect(double == (reference.isFinite ? reference : nil), "\(text)")
        }
    }

    @Test("Shortest notations of seeded doubles come back as they were")
    func roundTrip() {
        var random = Seeded(7)
        for _ in 0..<10_000 {
            let double = Double(bitPattern: random.next())
            guard double.isFinite else { continue }
            let text = "\(double)"
            #expect(number(text)?.double(Array(text.utf8).span) == double, "\(text)")
        }
    }

    @Test(
        "Scaling is exact, rounds to the nearest, and does not overflow",
        arguments: [
            ("1520430000.123", 9, 1_520_430_000_123_000_000), ("1.520430000123e+09", 9, 1_520_430_000_123_000_000),
            ("1763164800.123456789", 9, 1_763_164_800_123_456_789), ("0.0000000005", 9, 1), ("0.00000000049", 9, 0),
            ("-1.5", 0, -2), ("1234.567", 3, 1_234_567), ("9223372036.854775807", 9, Int64.max),
            ("9223372036.854775808", 9, nil), ("-9223372036.854775808", 9, Int64.min), ("1e300", 9, nil),
            ("0e300", 9, 0),
            ("1e-300", 9, 0), ("123456789012345678901234567890", 0, nil), ("0.99999999999999999999999999", 3, 1_000),
        ] as [(String, Int, Int64?)])
    func scaling(text: String, power: Int, expected: Int64?) { #expect(number(text)?.scaled(by: power) == expected) }
}
