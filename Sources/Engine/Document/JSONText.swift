import Foundation
import Metro

/// The one way in which documents become JSON.
enum JSONText {
    /// Sorted keys in snake case, a final newline. Numbers that JSON does not know (∞) become `null` before.
    static func of(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    }
}

/// Parts readings into values and the reasons for those that are missing.
struct MissingValues {
    private(set) var words: [String: String] = [:]

    mutating func take<Value>(_ key: String, _ reading: Reading<Value>) -> Value? {
        if let reason = reading.reason { words[key] = reason.rawValue }
        return reading.value
    }
}

extension Double {
    /// `nil` for ∞ and NaN, which JSON has no word for.
    var finite: Double? { isFinite ? self : nil }
}
