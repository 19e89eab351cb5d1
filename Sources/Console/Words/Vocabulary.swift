import Metro

/// A closed set of words; every case has its text in both languages, or the module does not compile.
/// Terms follow `indicators.md` §9.
public protocol Vocabulary: CaseIterable, Sendable {
    var text: Bilingual { get }
}

extension Vocabulary {
    public func callAsFunction(_ language: Language) -> String { text(language) }
}
