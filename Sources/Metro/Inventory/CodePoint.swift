/// Differentiated services code points by the names that operators use (RFC 2474, RFC 2597, RFC 3246, RFC 5865,
/// RFC 8622).
public enum CodePoint {
    /// `EF`, `AF41`, `CS6`, or a number from 0 to 63; `nil` for anything else.
    public static func value(_ text: String) -> UInt8? {
        if let named = values[text.uppercased()] { return named }
        guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }), let number = UInt8(text), number < 64
        else { return nil }
        return number
    }

    /// `EF`; the number where it has no name.
    public static func name(_ value: UInt8) -> String { names[value] ?? "\(value)" }

    private static let names: [UInt8: String] = {
        var names: [UInt8: String] = [1: "LE", 44: "VA", 46: "EF"]
        for level in UInt8(0)..<8 { names[level << 3] = "CS\(level)" }
        for level in UInt8(1)...4 {
            for drop in UInt8(1)...3 { names[level << 3 | drop << 1] = "AF\(level)\(drop)" }
        }
        return names
    }()

    private static let values: [String: UInt8] =
        Dictionary(uniqueKeysWithValues: names.map { ($1, $0) }).merging(["DF": 0, "BE": 0]) { first, _ in first }
}
