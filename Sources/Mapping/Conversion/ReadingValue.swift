import Metro

/// A reading on its way: trivial, so that a batch costs no reference counting; texts stand beside it.
struct PendingReading: BitwiseCopyable {
    enum Form: UInt8, BitwiseCopyable {
        case unsigned, signed, double, boolean, text, composite, gone, delete
    }
    var stampNanoseconds: Int64
    /// The number's bits, or the place of the text.
    var bits: UInt64
    var place: Int32
    var form: Form

    /// Stands for "the moment of receipt".
    static let noStamp = Int64.min
    /// Stands for any stamp before 1970: it is none that a source could mean.
    static let before1970: Int64 = -1
}

/// Numbers as they were written → numbers as we count them. Whole ones stay whole.
enum ReadingValue {
    /// A counter's value: whole, 0 … 2⁶⁴ − 1. `isRounded`: a floating-point number over 2⁵³, from which its exporter took
    /// the last digits.
    static func whole(_ form: PendingReading.Form, _ bits: UInt64, _ text: String) throws(ReadingFault)
        -> (value: UInt64, isRounded: Bool)
    {
        switch form {
        case .unsigned: return (bits, false)
        case .signed:
            guard Int64(bitPattern: bits) >= 0 else { throw .negative }
            return (bits, false)
        case .double: return try whole(Double(bitPattern: bits))
        case .text:
            if let value = UInt64(text) { return (value, false) }
            guard let number = decimal(text) else { throw .notNumeric }
            return try whole(number)
        case .boolean: throw .notNumeric
        case .composite, .gone, .delete: throw .composite
        }
    }

    private static func whole(_ number: Double) throws(ReadingFault) -> (value: UInt64, isRounded: Bool) {
        if number.isNaN { throw .notANumber }
        if number.isInfinite { throw .infinite }
        if number < 0 { throw .negative }
        guard number < 0x1p64 else { throw .tooLarge }
        guard number.rounded(.towardZero) == number else { throw .fraction }
        return (UInt64(number), number > 0x1p53)
    }

    /// A gauge.
    static func number(_ form: PendingReading.Form, _ bits: UInt64, _ text: String) throws(ReadingFault) -> Double {
        let number: Double
        switch form {
        case .unsigned: return Double(bits)
        case .signed: return Double(Int64(bitPattern: bits))
        case .double: number = Double(bitPattern: bits)
        case .text:
            guard let written = decimal(text) else { throw .notNumeric }
            number = written
        case .boolean: throw .notNumeric
        case .composite, .gone, .delete: throw .composite
        }
        if number.isNaN { throw .notANumber }
        if number.isInfinite { throw .infinite }
        return number
    }

    /// Decimal only: `Double` would read hexadecimal too.
    private static func decimal(_ text: String) -> Double? {
        guard text.utf8.count <= 64, !text.utf8.contains(where: { $0 | 0x20 == UInt8(ascii: "x") }) else { return nil }
        return Double(text)
    }

    // MARK: State

    /// IF-MIB ifOperStatus, 1 … 7.
    static func status(_ form: PendingReading.Form, _ bits: UInt64, _ text: String) throws(ReadingFault) -> UInt64 {
        if form == .boolean { return bits == 0 ? 2 : 1 }
        if form == .text, let named = states[word(text)] { return named }
        let number: UInt64
        do throws(ReadingFault) {
            number = try whole(form, bits, text).value
        } catch {
            throw error == .notNumeric ? .unknownStatus : error
        }
        guard (1...7).contains(number) else { throw .unknownStatus }
        return number
    }

    /// Of IF-MIB, OpenConfig, and Cisco's `im-state-…`, without `-` and `_`.
    private static let states: [String: UInt64] = [
        "up": 1, "down": 2, "testing": 3, "unknown": 4, "dormant": 5, "notpresent": 6, "lowerlayerdown": 7,
        "imstateup": 1, "imstatedown": 2, "imstateadmindown": 2, "imstatenotready": 2,
    ]

    /// Lower case, without the module's name and without `-` and `_`.
    private static func word(_ text: String) -> String {
        let bare = text.lastIndex(of: ":").map { text[text.index(after: $0)...] } ?? text[...]
        return bare.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " }
    }

    // MARK: Speed

    /// No interface and no aggregate reaches 100 Tbit/s; what says so has another unit.
    static let greatestSpeed: UInt64 = 100_000_000_000_000

    /// Bit/s; 0: the device does not know.
    static func speed(
        _ form: PendingReading.Form, _ bits: UInt64, _ text: String, _ unit: NameMapping.Unit
    ) throws(ReadingFault) -> UInt64 {
        if form == .text, let named = namedSpeed(text) { return named }
        let factor = bitsPerUnit(unit)
        let speed: UInt64
        if let exact = try? whole(form, bits, text).value {
            let (product, overflow) = exact.multipliedReportingOverflow(by: factor)
            guard !overflow else { throw .implausibleSpeed }
            speed = product
        } else {
            // 2.5 Gbit/s.
            let number: Double
            do throws(ReadingFault) {
                number = try self.number(form, bits, text)
            } catch {
                throw error == .notNumeric ? .unknownSpeed : error
            }
            guard number >= 0 else { throw .negative }
            let product = (number * Double(factor)).rounded()
            guard product <= Double(greatestSpeed) else { throw .implausibleSpeed }
            speed = UInt64(product)
        }
        guard speed <= greatestSpeed else { throw .implausibleSpeed }
        return speed
    }

    static func bitsPerUnit(_ unit: NameMapping.Unit) -> UInt64 {
        switch unit {
        case .kilobitsPerSecond: 1_000
        case .megabitsPerSecond: 1_000_000
        case .gigabitsPerSecond: 1_000_000_000
        case .octetsPerSecond, .octets: 8
        default: 1
        }
    }

    /// OpenConfig's `SPEED_100GB`, `SPEED_2500MB`, `SPEED_UNKNOWN`, with or without module; `100G`, `10Gbps`.
    private static func namedSpeed(_ text: String) -> UInt64? {
        var name = word(text)
        if name.hasPrefix("speed") { name.removeFirst(5) }
        if name == "unknown" || name == "auto" { return 0 }
        for suffix in ["bit/s", "bps", "b/s", "b"] where name.hasSuffix(suffix) {
            name.removeLast(suffix.count)
            break
        }
        guard let letter = name.last,
            let factor = ["k": 1e3, "m": 1e6, "g": 1e9, "t": 1e12][String(letter)],
            let number = decimal(
                String(name.dropLast())), number >= 0, number * factor <= Double(greatestSpeed)
        else { return nil }
        return UInt64((number * factor).rounded())
    }
}
