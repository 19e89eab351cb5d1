/// The same damage for the same seed (SplitMix64), so that a failing case can be repeated.
struct SeededMutation: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// Octets changed, cut off, put in, taken out or copied, a few times.
    mutating func mutate(_ original: [UInt8]) -> [UInt8] {
        var bytes = original
        for _ in 0..<Int.random(in: 1...4, using: &self) {
            guard let index = bytes.indices.randomElement(using: &self) else { break }
            switch Int.random(in: 0...7, using: &self) {
            case 0: bytes.removeSubrange(index...)
            case 1: bytes.insert(.random(in: 0...255, using: &self), at: index)
            case 2: bytes.remove(at: index)
            case 3: bytes.insert(contentsOf: bytes[index...].prefix(20), at: 0)
            case 4, 5: bytes[index] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &self) ?? 0
            default: bytes[index] ^= 1 << UInt8.random(in: 0...7, using: &self)
            }
        }
        return bytes
    }
}
