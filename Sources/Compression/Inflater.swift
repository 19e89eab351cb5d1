import CCompression

/// Inflates gzip (RFC 1952, any number of members) or zlib (RFC 1950) piece by piece. Memory is that of zlib's window
/// and of one piece, whatever comes. It has one owner.
public final class Inflater {
    public enum Coding: String, Sendable {
        case gzip
        /// As HTTP means it: with zlib's header (RFC 9110 §8.4.1.2).
        case deflate
    }

    /// Bytes of the largest piece of output.
    public static let pieceBytes = 64 * 1_024
    /// Output that no ratio is asked of: short data may be all alike.
    static let trustedBytes = 1 << 20

    private let coding: Coding
    private let limit: Int
    private let ratio: Int
    /// Made by C, freed in `deinit` only; no pointer into Swift's memory stays in it between two calls.
    private let state: OpaquePointer
    private var input: [UInt8] = []
    private var position = 0
    private var isWithinMember = true
    /// What was used of the input so far.
    private var inputBytes = 0
    public private(set) var outputBytes = 0

    /// `limit`: bytes of output in all. `ratio`: bytes of output for one of input, once a mebibyte is out; zlib's worst
    /// is 1 032, text of exports comes to 5 to 60.
    public init(_ coding: Coding, limit: Int, ratio: Int = 200) {
        self.coding = coding
        self.limit = limit
        self.ratio = ratio
        guard let state = ccompression_inflater_make(coding == .gzip ? CCOMPRESSION_GZIP : CCOMPRESSION_ZLIB) else {
            fatalError("no memory for an inflater")
        }
        self.state = state
    }

    deinit { ccompression_inflater_free(state) }

    /// More of the compressed bytes, once `next` has given everything of the last.
    public func feed(_ bytes: [UInt8]) {
        precondition(position == input.count, "the last bytes are not used up")
        input = bytes
        position = 0
    }

    /// The next piece of output; `nil` where more input is needed first.
    public func next() throws(CompressionError) -> [UInt8]? {
        // After all input is used zlib may still hold output, which it gives with no input at all.
        while true {
            if !isWithinMember {
                guard position < input.count else { return nil }
                isWithinMember = true
            }
            var outcome = CCOMPRESSION_GOES_ON
            var used = 0
            let piece = [UInt8](unsafeUninitializedCapacity: Self.pieceBytes) { place, made in
                input.withUnsafeBufferPointer { input in
                    // Both pointers live as long as this closure; C writes at most `pieceBytes`, and says how many.
                    outcome = ccompression_inflate(
                        state, input.baseAddress.map { $0 + position }, input.count - position, &used,
                        place.baseAddress, Self.pieceBytes, &made)
                }
            }
            position += used
            inputBytes += used
            outputBytes += piece.count
            if outcome == CCOMPRESSION_DAMAGED { throw .damaged(coding.rawValue) }
            if outputBytes > limit { throw .tooLarge(limit: limit) }
            if outputBytes > Self.trustedBytes, outputBytes / ratio > inputBytes { throw .suspicious(ratio: ratio) }
            if outcome == CCOMPRESSION_ENDED {
                isWithinMember = false
                if coding == .deflate, position < input.count { throw .damaged(coding.rawValue) }
            }
            if !piece.isEmpty { return piece }
            if used == 0, outcome == CCOMPRESSION_GOES_ON { return nil }
        }
    }

    /// Says that no input follows.
    public func end() throws(CompressionError) {
        guard !isWithinMember, position == input.count else { throw .cutShort }
    }
}
