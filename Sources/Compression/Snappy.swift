import CCompression

/// The block format of snappy, which remote write uses.
public enum Snappy {
    /// What a byte of a block gives at most: an element of three bytes copies 64.
    private static let largestRatio = 22

    /// How many bytes come out of a block, as it says itself; held against `limit` and against what so short a block can
    /// hold, so that a lie costs no memory.
    public static func length(of block: [UInt8], limit: Int) throws(CompressionError) -> Int {
        let length = block.withUnsafeBufferPointer { bytes -> Int64 in
            // The pointer lives as long as the call.
            bytes.baseAddress.map { ccompression_snappy_length($0, bytes.count) } ?? -1
        }
        guard length >= 0 else { throw .damaged("snappy") }
        guard length <= limit else { throw .tooLarge(limit: limit) }
        guard length <= block.count * largestRatio else { throw .damaged("snappy") }
        return Int(length)
    }

    public static func inflate(_ block: [UInt8], limit: Int) throws(CompressionError) -> [UInt8] {
        let length = try length(of: block, limit: limit)
        var isWhole = false
        let bytes = [UInt8](unsafeUninitializedCapacity: length) { place, made in
            block.withUnsafeBufferPointer { block in
                // An empty block has no room to write to, and C none to read from: nothing to do but to look at its end.
                guard let from = block.baseAddress else { return }
                guard let to = place.baseAddress else {
                    isWhole = block.count == 1
                    return
                }
                // C writes exactly `length` bytes or fails; both pointers live as long as this closure.
                isWhole = ccompression_snappy(from, block.count, to, length) == 0
                made = isWhole ? length : 0
            }
        }
        guard isWhole else { throw .damaged("snappy") }
        return bytes
    }
}
