import Foundation

/// Made with Python's zlib: forty lines `cpu,host=pe1 usage=N 1`.
enum Fixtures {
    static let text = (0..<40).map { "cpu,host=pe1 usage=\($0) 1\n" }.joined()
    static let gzip = bytes(
        """
        H4sIAAAAAAAC/3XSsQ2DABQD0Z4pGIAC20BCwTAIoaQDibB/lDr/2uue7O28u/dxfZZzV3tf62tf+lbN9p9VZ9c5dR7qPNZ5qvOjzs86z8Ah\
        JjgFUIFUQBVYBViBVsAVeA1e067gNXgNXoPX4DV4DV6DN+ANeENHBm/AG/AGvAFvwJuf9wu4XeWGtgMAAA==
        """)
    static let zlib = bytes(
        """
        eJx10rENgwAUA9GeKRiAAttAQsEwCKGkA4mwf5Q6/9rrnuztvLv3cX2Wc1d7X+trX/pWzfafVWfXOXUe6jzWearzo87POs/AISY4BVCBVEAVWA\
        VYgVbAFXgNXtOu4DV4DV6D1+A1eA1egzfgDXhDRwZvwBvwBrwBb8Cbn/cL5JowcA==
        """)

    /// A deflate block whose codes make 258 zeros of two zero bits: a mebibyte of it inflates to a gibibyte. It needs no
    /// end, for nobody should come that far.
    static func bomb(bytes: Int) -> [UInt8] {
        [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
            + [0xED, 0xC1, 0x01, 0x01, 0x00, 0x00, 0x00, 0x80, 0x90, 0xFE, 0xAF, 0xEE, 0x08, 0x0A]
            + [UInt8](repeating: 0, count: bytes)
    }

    private static func bytes(_ base64: String) -> [UInt8] { Array(Data(base64Encoded: base64) ?? Data()) }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same cases every time.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
