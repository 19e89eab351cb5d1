import Testing

@testable import Console

@Suite("Frame")
struct FrameTests {
    private func row(_ frame: Frame, _ y: Int = 0) -> String { Golden.glyphs(frame)[y] }

    @Test("cuts text with an ellipsis and never splits a wide character")
    func cutting() {
        var frame = Frame(width: 10, height: 3)
        #expect(frame.put("深圳市南山区", x: 0, y: 0, maxWidth: 8) == 7)
        #expect(row(frame) == "深圳市…   ")
        #expect(frame.put("abcdef", x: 6, y: 1) == 4)
        #expect(row(frame, 1) == "      abc…")
        frame.put("abcdef", x: 0, y: 2, maxWidth: 3, ellipsis: false)
        #expect(row(frame, 2) == "abc       ")
    }

    @Test("aligns in the field given")
    func alignment() {
        var frame = Frame(width: 10, height: 2)
        frame.put("0.41", x: 0, y: 0, maxWidth: 8, alignment: .trailing)
        frame.put("深", x: 0, y: 1, maxWidth: 8, alignment: .centre)
        #expect(row(frame) == "    0.41  ")
        #expect(row(frame, 1) == "   深     ")
    }

    @Test("blanks the half that a wide character loses")
    func halves() {
        var frame = Frame(width: 6, height: 1)
        frame.put("深圳", x: 0, y: 0)
        frame.put("x", x: 1, y: 0)
        #expect(row(frame) == " x圳  ")
        frame.put("y", x: 2, y: 0)
        #expect(row(frame) == " xy   ")
        frame[5, 0] = Cell("深")
        #expect(row(frame) == " xy   ")
        frame.put("深", x: -1, y: 0)
        #expect(frame[0, 0].glyph == " ")
        #expect(frame[1, 0].glyph == "x")
    }

    @Test("ignores drawing outside itself and outside its clip, at any coordinates")
    func outside() {
        var frame = Frame(width: 4, height: 2)
        let empty = frame
        frame.put("abc", x: 9, y: 0)
        frame.put("abc", x: 0, y: -1)
        frame.put("abc", x: Int.min / 2, y: 0, maxWidth: 3)
        frame[Int.max, Int.max] = Cell("x")
        frame[-1, 0] = Cell("深", .dim)
        #expect(frame.cells.map(\.glyph) == empty.cells.map(\.glyph))
        #expect(frame[100, 100] == Cell())
        frame.withClip(Rect(x: 1, y: 0, width: 2, height: 1)) {
            $0.fill(Rect(x: -5, y: -5, width: 99, height: 99), "x")
        }
        #expect(row(frame) == " xx ")
        #expect(row(frame, 1) == "    ")
    }

    @Test("lets no control character into a cell")
    func hostile() {
        var frame = Frame(width: 12, height: 1)
        frame.put("a\u{1B}[31m\u{9B}b\u{202E}", x: 0, y: 0)
        #expect(row(frame) == "a�[31m�b�   ")
        frame[0, 0] = Cell("\u{7}")
        #expect(frame[0, 0].glyph == "�")
    }

    @Test("writes titles into the border, dropping the right one where both do not fit")
    func boxes() {
        var frame = Frame(width: 20, height: 3)
        frame.box(frame.bounds, BorderTexts(title: "map", right: "u load", bottomRight: "3 of 3"))
        #expect(Golden.glyphs(frame) == ["╭ map ───── u load ╮", "│                  │", "╰────────── 3 of 3 ╯"])
        var narrow = Frame(width: 10, height: 2)
        narrow.box(narrow.bounds, BorderTexts(title: "latency map", right: "u load"))
        #expect(Golden.glyphs(narrow) == ["╭ laten… ╮", "╰────────╯"])
        var ascii = Frame(width: 10, height: 2, widths: DisplayWidth(ambiguousIsWide: true, replacesSymbols: true))
        ascii.box(ascii.bounds, BorderTexts(title: "latency map"))
        #expect(Golden.glyphs(ascii) == ["+ laten~ +", "+--------+"])
    }
}
