import Testing

@testable import Console

@Suite("Display width")
struct DisplayWidthTests {
    @Test(
        "counts the columns that terminals use",
        arguments: [
            ("", 0), ("abc", 3), ("深圳", 4), ("ＡＢ", 4), ("한글", 4), ("e\u{301}", 1), ("\u{1100}\u{1161}\u{11A8}", 2),
            ("⣿⡀", 2), ("─│╭", 3), ("µ±·…", 4), ("🚀", 2), ("中e\u{301}中", 5), ("、。", 4), ("①", 1), ("ｶﾅ", 2),
        ])
    func columns(text: String, columns: Int) {
        #expect(DisplayWidth.narrow.of(text) == columns)
    }

    @Test("takes two columns for ambiguous characters where the terminal does")
    func ambiguous() {
        let wide = DisplayWidth(ambiguousIsWide: true)
        #expect(wide.of("─·①±") == 8)
        #expect(wide.of("abc⣿") == 4)
        #expect(wide.of("深") == 2)
    }

    @Test(
        "spells a symbol in two letters where a blank follows, and never says more or less than it did",
        arguments: [
            ("≥ 70 %", ">=70 %"), ("1.2 ± 0.1", "1.2 +-0.1"), ("A → B", "A ->B"), ("B ← A", "B <-A"),
            ("1 … 2", "1 ..2"),
            ("≥70", "}70"), ("A→B", "A}B"), ("→0.99 ←0.98", "}0.99 {0.98"),
            ("±38 µs", "~38 us"), ("cut…", "cut~"),
        ])
    func spelled(text: String, drawn: String) {
        let widths = DisplayWidth(replacesSymbols: true)
        var frame = Frame(width: widths.of(text), height: 1, widths: widths)
        frame.put(text, x: 0, y: 0)
        #expect(Golden.glyphs(frame)[0] == drawn)
    }

    @Test("keeps the ranges of the table sorted and apart")
    func tableIsSorted() {
        for table in [WidthTable.wide, WidthTable.ambiguous] {
            for (left, right) in zip(table, table.dropFirst()) { #expect(left.upperBound < right.lowerBound) }
        }
    }

    @Test(
        "turns what must not reach a terminal into the replacement character",
        arguments: [
            "\u{1B}", "\u{0}", "\u{7F}", "\u{9B}", "\n", "\r\n", "\t", "\u{202E}", "\u{2066}", "\u{200B}", "\u{FEFF}",
            "\u{2028}", "\u{301}", "\u{1F1E8}\u{1F1F3}", "\u{E0041}", "\u{FFFF}",
        ])
    func unsafe(text: String) throws {
        let character = try #require(text.first)
        #expect(DisplayWidth.narrow.glyph(character) == Glyph(character: Glyph.replacement, columns: 1))
    }

    @Test("keeps the first of joined emoji, and no more than three marks on a base")
    func clusters() {
        #expect(DisplayWidth.narrow.glyph("👨‍👩‍👧").character == "👨")
        #expect(DisplayWidth.narrow.glyph("❤️") == Glyph(character: "❤", columns: 1))
        let zalgo = Character("z" + String(repeating: "\u{301}", count: 40))
        #expect(DisplayWidth.narrow.glyph(zalgo).character.unicodeScalars.count == 4)
    }
}
