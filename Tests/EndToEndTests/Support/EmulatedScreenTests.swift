import Testing

/// The terminal that the other tests look through must itself be right.
@Suite("The emulated screen")
struct EmulatedScreenTests {
    private func screen(_ text: String, columns: Int = 12, rows: Int = 4) -> EmulatedScreen {
        var screen = EmulatedScreen(columns: columns, rows: rows)
        screen.feed(text.utf8)
        return screen
    }

    private func lines(_ screen: EmulatedScreen) -> [String] {
        (0..<screen.rows).map { row in
            String(screen.line(row).reversed().drop { $0 == " " }.reversed())
        }
    }

    @Test("the cursor goes where it is sent, and text stands there")
    func cursor() {
        #expect(
            lines(screen("\u{1B}[2;3Hab\u{1B}[1dX\u{1B}[1GY\u{1B}[4;12HZ")) == ["Y   X", "  ab", "", "           Z"])
    }

    @Test("the last column wraps only with the next character")
    func wrapping() {
        #expect(lines(screen("abcdefghijkl")) == ["abcdefghijkl", "", "", ""])
        #expect(lines(screen("abcdefghijklm")) == ["abcdefghijkl", "m", "", ""])
        #expect(lines(screen("abcdefghijkl\rX")) == ["Xbcdefghijkl", "", "", ""])
    }

    @Test("wide characters take two columns and go as a whole")
    func wide() {
        let shown = screen("深圳x")
        #expect(shown.cells[0].prefix(5) == ["深", "", "圳", "", "x"])
        #expect(lines(screen("深圳\u{1B}[1;2HX"))[0] == " X圳")
        #expect(lines(screen("abcdefghijk深")) == ["abcdefghijk", "深", "", ""])
    }

    @Test("erasing, shifting and repeating touch what they name")
    func editing() {
        #expect(lines(screen("abcdef\u{1B}[1;3H\u{1B}[2X"))[0] == "ab  ef")
        #expect(lines(screen("abcdef\u{1B}[1;3H\u{1B}[2P"))[0] == "abef")
        #expect(lines(screen("abcdef\u{1B}[1;3H\u{1B}[2@"))[0] == "ab  cdef")
        #expect(lines(screen("abcdef\u{1B}[1;3H\u{1B}[K"))[0] == "ab")
        #expect(lines(screen("abcdef\u{1B}[1;3H\u{1B}[1K"))[0] == "   def")
        #expect(lines(screen("⣿\u{1B}[4b"))[0] == "⣿⣿⣿⣿⣿")
        #expect(lines(screen("a\r\nb\r\nc\u{1B}[2;1H\u{1B}[J")) == ["a", "", "", ""])
    }

    @Test("lines scroll inside their region")
    func scrolling() {
        let four = "1\r\n2\r\n3\r\n4"
        #expect(lines(screen(four + "\n")) == ["2", "3", "4", ""])
        #expect(lines(screen(four + "\u{1B}[2;3r\u{1B}[3;1H\n")) == ["1", "3", "", "4"])
        #expect(lines(screen(four + "\u{1B}[2;3r\u{1B}[2;1H\u{1B}M")) == ["1", "", "2", "4"])
        #expect(lines(screen(four + "\u{1B}[2;1H\u{1B}[L")) == ["1", "", "2", "3"])
        #expect(lines(screen(four + "\u{1B}[2;1H\u{1B}[M")) == ["1", "3", "4", ""])
    }

    @Test("leaving the alternate screen brings back what stood before")
    func alternate() {
        var shown = screen("before\r\n\u{1B}[?1049h\u{1B}[?25l\u{1B}[Hinside")
        #expect(shown.isAlternate && !shown.isCursorVisible && lines(shown)[0] == "inside")
        shown.feed("\u{1B}[?1049l\u{1B}[?25hafter".utf8)
        #expect(!shown.isAlternate && shown.isCursorVisible)
        #expect(lines(shown) == ["before", "after", "", ""])
    }

    @Test("a sequence may be cut anywhere, and what is not known is kept")
    func cuts() {
        let text = "\u{1B}[2;3H深\u{1B}[38;5;12m圳\u{1B}]0;title\u{7}\u{1B}[?2026h"
        var pieces = EmulatedScreen(columns: 12, rows: 4)
        for byte in text.utf8 { pieces.feed([byte]) }
        #expect(pieces.cells == screen(text).cells && pieces.isUpdating && pieces.unknown.isEmpty)
        #expect(screen("\u{1B}[5n").unknown == ["CSI 5 n"])
        #expect(screen("\u{1B}[1;2\u{1B}[3;1HX").line(2).first == "X")
    }

    @Test("a figure is read by the column that it ends in")
    func figures() {
        let shown = screen("  ab │ 12.5 x")
        #expect(shown.ends(of: "ab", inRow: 0) == [3])
        #expect(shown.figure(row: 0, endingAt: 10) == 12.5)
        #expect(shown.figure(row: 0, endingAt: 9) == nil)
        #expect(shown.figure(row: 0, endingAt: 3) == nil)
    }
}
