import Testing

@testable import STAMP

struct ErrorEstimateTests {
    @Test("S, Z, Scale and Multiplier stand where RFC 4656 §4.1.2 puts them")
    func layout() {
        let estimate = ErrorEstimate(bits: 0b11_010101_10000001)
        #expect(estimate.isSynchronised)
        #expect(estimate.format == .ptp)
        #expect(estimate.scale == 21)
        #expect(estimate.multiplier == 129)
    }

    @Test("Multiplier · 2^(Scale − 32) s, rounded up to a nanosecond")
    func value() {
        #expect(ErrorEstimate(bits: 0x8001).nanoseconds == 1)  // 2⁻³² s = 0.23 ns
        #expect(ErrorEstimate(bits: 32 << 8 | 1).nanoseconds == 1_000_000_000)
        #expect(ErrorEstimate(bits: 22 << 8 | 3).nanoseconds == 2_929_688)  // 3 · 2⁻¹⁰ s = 2 929 687.5 ns
        #expect(ErrorEstimate(bits: 0x3FFF).nanoseconds == .max)
    }

    @Test("One millisecond is written as the next estimate above it")
    func encodes() {
        let estimate = ErrorEstimate(isSynchronised: true, nanoseconds: 1_000_000)
        #expect(estimate.bits == 0x8000 | 15 << 8 | 132)
        #expect(ErrorEstimate(isSynchronised: false, nanoseconds: 0).bits == 0x0001)
        #expect(ErrorEstimate(isSynchronised: false, nanoseconds: 0, format: .ptp).bits == 0x4001)
    }

    @Test("An estimate is never below the error and at most 1 % above it")
    func bounds() throws {
        var random = Seeded(3)
        for _ in 0..<20_000 {
            let error = random.next() >> UInt64.random(in: 0..<64, using: &random)
            let estimate = ErrorEstimate(isSynchronised: true, nanoseconds: error)
            let read = try #require(estimate.nanoseconds)
            #expect(read >= error)
            #expect(Double(read) <= Double(error) * 1.01 + 1)
        }
        #expect(ErrorEstimate(isSynchronised: true, nanoseconds: .max).nanoseconds == .max)
    }

    @Test("Without S, or with multiplier 0, there is no one-way verdict")
    func trust() {
        #expect(ErrorEstimate(bits: 0x8001).trustedNanoseconds == 1)
        #expect(ErrorEstimate(bits: 0x0001).trustedNanoseconds == nil)
        #expect(ErrorEstimate(bits: 0x8500).trustedNanoseconds == nil)
        #expect(ErrorEstimate(bits: 0x8500).nanoseconds == nil)
    }
}
