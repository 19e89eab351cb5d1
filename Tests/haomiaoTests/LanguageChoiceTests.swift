import Console
import Metro
import Testing

@testable import haomiao

struct LanguageChoiceTests {
    private func language(
        _ environment: [String: String], option: Language? = nil, configured: Language? = nil, isUTF8: Bool = true,
        glyphs: GlyphSet = .braille
    ) -> Language {
        LanguageChoice.choose(
            option: option, configured: configured, environment: environment, isUTF8: isUTF8, glyphs: glyphs
        ).language
    }

    @Test("What somebody chose goes before all else, the command line before the configuration")
    func chosen() {
        #expect(language(["LANG": "zh_CN.UTF-8"], option: .english, configured: .chinese) == .english)
        #expect(language(["LANG": "en_US.UTF-8"], configured: .chinese) == .chinese)
        #expect(language(["LC_ALL": "C"], option: .chinese, isUTF8: false, glyphs: .ascii) == .chinese)
    }

    @Test("A terminal that cannot show Chinese gets English, whatever the locale says")
    func unable() {
        #expect(language(["LC_ALL": "C"], isUTF8: false, glyphs: .ascii) == .english)
        #expect(language(["LANG": "zh_CN.GB18030"], isUTF8: false, glyphs: .braille) == .english)
        #expect(language(["LANG": "zh_CN.UTF-8"], glyphs: .ascii) == .english)
    }

    @Test("Otherwise the locale decides, and Chinese where it names neither language")
    func locale() {
        #expect(language(["LANG": "en_GB.UTF-8"]) == .english)
        #expect(language(["LANG": "zh_TW.UTF-8"]) == .chinese)
        #expect(language(["LC_ALL": "C.UTF-8", "LANG": "en_US.UTF-8"]) == .chinese)
        #expect(language(["LC_ALL": "", "LC_MESSAGES": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"]) == .english)
        #expect(language([:]) == .chinese)
    }

    @Test("The reason names the variable that decided")
    func reason() {
        let choice = LanguageChoice.choose(
            option: nil, configured: nil, environment: ["LANG": "en_GB.UTF-8"], isUTF8: true, glyphs: .block)
        #expect(choice.reason == "LANG=en_GB.UTF-8")
    }
}
