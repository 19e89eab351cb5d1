/// A language of the console and of reports. Raw values are ISO 639-1 codes.
public enum Language: String, Sendable, CaseIterable {
    case chinese = "zh"
    case english = "en"
}

/// A name in Chinese and English; either may be missing in the inventory, never both.
public struct LocalizedName: Hashable, Sendable {
    public let chinese: String?
    public let english: String?

    public init(chinese: String? = nil, english: String? = nil) {
        self.chinese = chinese
        self.english = english
    }

    /// The name in `language`, else in the other one, else the empty string.
    public func text(_ language: Language) -> String {
        switch language {
        case .chinese: chinese ?? english ?? ""
        case .english: english ?? chinese ?? ""
        }
    }
}
