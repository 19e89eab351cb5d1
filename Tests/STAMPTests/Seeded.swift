/// SplitMix64: the same numbers for the same seed, everywhere.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// A million with the optimiser on, fewer without.
    static func rounds(debug: Int) -> Int {
        #if DEBUG
            return debug
        #else
            return 1_000_000
        #endif
    }

    /// Octets changed, cut off, put in or appended.
    mutating func mutate(_ original: [UInt8]) -> [UInt8] {
        var bytes = original
        for _ in 0...Int.random(in: 0...3, using: &self) {
            switch Int.random(in: 0...5, using: &self) {
            case 0: bytes = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &self)))
            case 1:
                bytes += (0..<Int.random(in: 1...80, using: &self)).map { _ in UInt8.random(in: 0...255, using: &self) }
            case 2: bytes.insert(.random(in: 0...255, using: &self), at: .random(in: 0...bytes.count, using: &self))
            default:
                guard let index = bytes.indices.randomElement(using: &self) else { continue }
                bytes[index] =
                    Bool.random(using: &self)
                    ? [0, 0x7f, 0x80, 0xff].randomElement(using: &self) ?? 0
                    : bytes[index] ^ 1 << UInt8.random(in: 0...7, using: &self)
            }
        }
        return bytes
    }
}
