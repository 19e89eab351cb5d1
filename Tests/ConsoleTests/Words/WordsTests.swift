import Metro
import Testing

@testable import Console

@Suite("Words")
struct WordsTests {
    private var all: [Bilingual] {
        ShellWord.allCases.map(\.text) + TableWord.allCases.map(\.text) + IndicatorWord.allCases.map(\.text)
            + CollectorWord.allCases.map(\.text) + MissingReason.allCases.flatMap { [$0.brief, $0.sentence] }
            + Severity.allCases.map(\.word) + Verdict.allCases.map(\.word) + Indicator.allCases.map(\.word)
            + DriftFinding.Kind.allCases.flatMap { [$0.word, $0.advice] } + DetailWord.allCases.map(\.text)
            + DelayMethod.allCases.map(\.word) + NetworkLayer.allCases.map(\.word)
            + TargetPicture.State.allCases.map(\.word) + OperationalStatus.allCases.map(\.localized)
    }

    @Test("are there in both languages, and the English ones are English")
    func complete() {
        for word in all {
            #expect(!word.chinese.isEmpty && !word.english.isEmpty)
            let isLatin = word.english.unicodeScalars.allSatisfy { !(0x2E80...0x9FFF).contains($0.value) }
            #expect(isLatin || word == ShellWord.language.text, "\(word.english)")
        }
    }

    @Test("of missing values fit the cell that they explain")
    func brief() {
        for reason in MissingReason.allCases {
            #expect(DisplayWidth.narrow.of(reason.brief.english) <= 13, "\(reason)")
            #expect(DisplayWidth.narrow.of(reason.brief.chinese) <= 13, "\(reason)")
        }
    }

    @Test("of differences fit the cell that they stand in")
    func differences() {
        for kind in DriftFinding.Kind.allCases {
            #expect(DisplayWidth.narrow.of(kind.word.english) <= 19, "\(kind)")
            #expect(DisplayWidth.narrow.of(kind.word.chinese) <= 19, "\(kind)")
        }
    }

    @Test("of bindings are there in both languages on every screen")
    func bindings() {
        for id in ScreenID.allCases {
            for line in id.fresh.bindingLines {
                #expect(line.label.chinese?.isEmpty == false && line.label.english?.isEmpty == false)
                #expect(!line.keys.isEmpty)
            }
        }
    }
}
