import Console
import Metro

/// The language of the console, and why it is that one.
struct LanguageChoice: Equatable {
    var language: Language
    var reason: String

    /// What somebody chose (`--language`, then the configuration); else English where the terminal cannot show Chinese;
    /// else the locale's; Chinese where the locale names neither of the two.
    static func choose(
        option: Language?, configured: Language?, environment: [String: String], isUTF8: Bool, glyphs: GlyphSet
    ) -> LanguageChoice {
        if let option { return LanguageChoice(language: option, reason: "--language says so") }
        if let configured { return LanguageChoice(language: configured, reason: "the configuration says so") }
        if !isUTF8 {
            return LanguageChoice(language: .english, reason: "the locale is not UTF-8 and cannot show Chinese")
        }
        if glyphs == .ascii {
            return LanguageChoice(language: .english, reason: "a terminal drawn on with ASCII shows no Chinese")
        }
        let variables = ["LC_ALL", "LC_MESSAGES", "LANG"]
        guard let variable = variables.first(where: { !(environment[$0] ?? "").isEmpty }) else {
            return LanguageChoice(language: .chinese, reason: "no locale is set")
        }
        let locale = environment[variable] ?? ""
        if locale.hasPrefix("zh") { return LanguageChoice(language: .chinese, reason: "\(variable)=\(locale)") }
        if locale.hasPrefix("en") { return LanguageChoice(language: .english, reason: "\(variable)=\(locale)") }
        return LanguageChoice(language: .chinese, reason: "\(variable)=\(locale) names neither Chinese nor English")
    }
}
