import Mapping

/// A decimal number as it was written: (−1)^s · significand · 10^exponent.
struct DecimalNumber {
    /// Longer ones are no measurement: their reading is bounded.
    static let longest = 1024

    var isNegative = false
    /// The first 19 digits that count, or 20 where they fit.
    private(set) var significand: UInt64 = 0
    private(set) var exponent = 0
    /// Neither point nor exponent.
    private(set) var isWhole = true
    /// Digits that are not zero were left out of the significand.
    private(set) var isCut = false
    private let range: Range<Int>

    /// `[+-] digits [. digits] [e [+-] digits]` with a digit before or behind the point: what Go, Python and
    /// OpenMetrics 1.0 (`realnumber`) have in common. `nil`: it is something else.
    init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        guard !range.isEmpty, range.count <= Self.longest else { return nil }
        self.range = range
        var index = range.lowerBound
        if bytes[index] == Octet.minus || bytes[index] == Octet.plus {
            isNegative = bytes[index] == Octet.minus
            index &+= 1
        }
        let whole = index
        while significand <= 99_999_999_999, range.upperBound &- index >= 8,
            let digits = bytes.word(at: index).flatMap(Self.eightDigits)
        {
            significand = significand &* 100_000_000 &+ digits
            index &+= 8
        }
        while index < range.upperBound {
            let digit = bytes[index] &- Octet.zero
            guard digit < 10 else { break }
            if !append(digit) { exponent &+= 1 }
            index &+= 1
        }
        var digits = index &- whole
        if index < range.upperBound, bytes[index] == Octet.point {
            isWhole = false
            index &+= 1
            let fraction = index
            while index < range.upperBound {
                let digit = bytes[index] &- Octet.zero
                guard digit < 10 else { break }
                if append(digit) { exponent &-= 1 }
                index &+= 1
            }
            digits &+= index &- fraction
        }
        guard digits > 0 else { return nil }
        if index < range.upperBound {
            guard let power = Self.power(bytes, index..<range.upperBound) else { return nil }
            isWhole = false
            exponent &+= power
        }
    }

    /// The number that eight digits make, the first one in the lowest byte; `nil` where they are not all digits.
    private static func eightDigits(_ word: UInt64) -> UInt64? {
        let high: UInt64 = 0xF0F0_F0F0_F0F0_F0F0
        // A digit has 3 above, and with 6 added too.
        guard word & high | ((word &+ 0x0606_0606_0606_0606) & high) &>> 4 == 0x3333_3333_3333_3333 else { return nil }
        // Neighbours make pairs (10 · 2⁸ + 1), pairs fours (100 · 2¹⁶ + 1), fours the whole (10⁴ · 2³² + 1).
        let pairs = ((word & 0x0F0F_0F0F_0F0F_0F0F) &* 2_561) &>> 8
        let fours = ((pairs & 0x00FF_00FF_00FF_00FF) &* 6_553_601) &>> 16
        return ((fours & 0x0000_FFFF_0000_FFFF) &* 42_949_672_960_001) &>> 32
    }

    /// False: there is no place for the digit.
    private mutating func append(_ digit: UInt8) -> Bool {
        if !isCut, significand <= 999_999_999_999_999_999 {
            significand = significand &* 10 &+ UInt64(digit)
            return true
        }
        let (tens, isOver) = significand.multipliedReportingOverflow(by: 10)
        let (sum, isOverToo) = tens.addingReportingOverflow(UInt64(digit))
        if !isOver, !isOverToo, !isCut {
            significand = sum
            return true
        }
        isCut = true
        return false
    }

    /// `e+12`; far out ones stay far out.
    private static func power(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
        guard bytes[range.lowerBound] | 0x20 == 0x65 else { return nil }
        var index = range.lowerBound &+ 1
        var isNegative = false
        if index < range.upperBound, bytes[index] == Octet.minus || bytes[index] == Octet.plus {
            isNegative = bytes[index] == Octet.minus
            index &+= 1
        }
        guard index < range.upperBound else { return nil }
        var power = 0
        while index < range.upperBound {
            let digit = bytes[index] &- Octet.zero
            guard digit < 10 else { return nil }
            power = min(power &* 10 &+ Int(digit), 100_000)
            index &+= 1
        }
        return isNegative ? -power : power
    }

    /// Whole numbers stay whole, as far as 64 bits go. `nil`: beyond what a double holds.
    func value(_ bytes: Span<UInt8>) -> ForeignValue? {
        if isWhole, !isCut {
            if !isNegative { return .unsigned(significand) }
            if significand <= 1 << 63 { return .signed(Int64(truncatingIfNeeded: 0 &- significand)) }
        }
        return double(bytes).map { .double($0) }
    }

    /// The nearest double, as strtod finds it.
    func double(_ bytes: Span<UInt8>) -> Double? {
        if significand == 0 { return isNegative ? -0.0 : 0 }
        // Both are exact, so one rounding remains (Clinger, 1990).
        if !isCut, significand <= 1 << 53, abs(exponent) < Self.powers.count {
            let size = Double(significand)
            let scaled = exponent < 0 ? size / Self.powers[-exponent] : size * Self.powers[exponent]
            return isNegative ? -scaled : scaled
        }
        guard let double = Double(bytes.text(range)), double.isFinite else { return nil }
        return double
    }

    /// The number times 10^`power`, rounded to the nearest whole. `nil`: beyond 64 bits.
    func scaled(by power: Int) -> Int64? {
        var size = significand
        var left = exponent &+ power
        if left < 0 {
            // What is cut off counts only with its first digit.
            if left < -20 { return 0 }
            while left < -1 {
                size /= 10
                left &+= 1
            }
            size = size / 10 &+ (size % 10 >= 5 ? 1 : 0)
        } else if size > 0 {
            if left > 19 { return nil }
            while left > 0 {
                let (tens, isOver) = size.multipliedReportingOverflow(by: 10)
                if isOver { return nil }
                size = tens
                left &-= 1
            }
        }
        if isNegative { return size <= 1 << 63 ? Int64(truncatingIfNeeded: 0 &- size) : nil }
        return Int64(exactly: size)
    }

    /// 10⁰ … 10²²: all powers of ten that a double holds exactly.
    private static let powers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]
}

extension DecimalNumber {
    /// A whole number within 64 bits; `nil` for anything else.
    static func integer(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int64? {
        guard let number = DecimalNumber(bytes, range), number.isWhole, !number.isCut else { return nil }
        return number.scaled(by: 0)
    }
}
