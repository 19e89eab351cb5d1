/// Why compressed bytes are not taken.
public enum CompressionError: Error, Hashable, Sendable, CustomStringConvertible {
    case damaged(String)
    /// More than that many bytes come out.
    case tooLarge(limit: Int)
    /// More comes out of a byte than honest data gives.
    case suspicious(ratio: Int)
    case cutShort

    public var description: String {
        switch self {
        case .damaged(let coding): "found damaged \(coding) data"
        case .tooLarge(let limit): "inflates to more than \(limit) bytes"
        case .suspicious(let ratio): "inflates to more than \(ratio) times its size: refused as a compression bomb"
        case .cutShort: "ends before its compressed data does"
        }
    }
}
