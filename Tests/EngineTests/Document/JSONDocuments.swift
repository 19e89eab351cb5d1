import Foundation
import Metro
import Testing

@testable import Engine

typealias JSONObject = [String: Any]

/// The document as a reader in another language sees it.
func decoded(_ text: String) throws -> JSONObject {
    #expect(text.hasSuffix("}\n"))
    return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? JSONObject)
}

extension JSONObject {
    func list(_ key: String) -> [JSONObject] { self[key] as? [JSONObject] ?? [] }
    func object(_ key: String) -> JSONObject { self[key] as? JSONObject ?? [:] }
    func text(_ key: String) -> String? { self[key] as? String }
    func number(_ key: String) -> Double? { (self[key] as? NSNumber)?.doubleValue }

    /// Of `keys` each must have a number or text, or a reason; never both, never neither.
    func expectValueOrReason(
        _ keys: [String], _ note: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let reasons = self["missing"] as? [String: String] ?? [:]
        for key in keys {
            let isThere = self[key] != nil && !(self[key] is NSNull)
            #expect(isThere != (reasons[key] != nil), "\(note): \(key)", sourceLocation: sourceLocation)
        }
        for (key, word) in reasons {
            #expect(keys.contains(key), "\(note): a reason for \(key)", sourceLocation: sourceLocation)
            #expect(MissingReason(rawValue: word) != nil, "\(note): \(word)", sourceLocation: sourceLocation)
        }
    }
}
