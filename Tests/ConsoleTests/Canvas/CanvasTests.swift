import Foundation
import Testing

@testable import Console

@Suite struct CanvasTests {
    private typealias Point = Canvas.Point

    private func dots(_ canvas: Canvas) -> Set<[Int]> {
        var found: Set<[Int]> = []
        for row in 0..<canvas.rows {
            for column in 0..<canvas.columns {
                let mask = canvas.mask(column: column, row: row)
                for bit in 0..<8 where mask & (1 << UInt8(bit)) != 0 {
                    found.insert([column * 2 + bit % 2, row * 4 + bit / 2])
                }
            }
        }
        return found
    }

    @Test("every single dot has its own braille character, numbered as Unicode numbers them")
    func braille() {
        let expected: [Character] = ["⠁", "⠈", "⠂", "⠐", "⠄", "⠠", "⡀", "⢀"]
        for bit in 0..<8 { #expect(DotGlyph.character(1 << UInt8(bit), .braille) == expected[bit]) }
        #expect(DotGlyph.character(0xFF, .braille) == "⣿")
        #expect(Set((0..<256).map { DotGlyph.character(UInt8($0), .braille) }).count == 256)
    }

    @Test("blocks and ASCII show something for every cell that holds a dot, ASCII in seven bits")
    func fallbacks() {
        for mask in UInt8(1)...255 {
            #expect(DotGlyph.character(mask, .block) != " ")
            let ascii = DotGlyph.character(mask, .ascii)
            #expect(ascii != " " && ascii.isASCII)
        }
    }

    @Test("ASCII tells slopes apart")
    func slopes() {
        func glyph(_ a: Point, _ b: Point) -> Character {
            var canvas = Canvas(columns: 1, rows: 1)
            canvas.line(from: a, to: b, .text)
            return DotGlyph.character(canvas.mask(column: 0, row: 0), .ascii)
        }
        #expect(glyph(Point(x: 0, y: 3), Point(x: 1, y: 0)) == "/")
        #expect(glyph(Point(x: 0, y: 0), Point(x: 1, y: 3)) == "\\")
        #expect(glyph(Point(x: 0, y: 0), Point(x: 0, y: 3)) == "|")
        #expect(glyph(Point(x: 0, y: 1), Point(x: 1, y: 1)) == "-")
    }

    @Test("a solid line has no gap: every step moves by one dot")
    func lineWithoutGaps() {
        for (a, b) in [
            (Point(x: 1, y: 2), Point(x: 37, y: 30)), (Point(x: 39, y: 0), Point(x: 0, y: 39)),
            (Point(x: 5, y: 5), Point(x: 5, y: 31)), (Point(x: 8, y: 9), Point(x: 8, y: 9)),
        ] {
            var canvas = Canvas(columns: 20, rows: 10)
            canvas.line(from: a, to: b, .text)
            let found = dots(canvas)
            #expect(found.count == Int(max(abs(a.x - b.x), abs(a.y - b.y))) + 1)
            #expect(found.contains([Int(a.x), Int(a.y)]) && found.contains([Int(b.x), Int(b.y)]))
        }
    }

    @Test("a line that leaves the canvas keeps its course, and one outside draws nothing")
    func clipping() {
        var inside = Canvas(columns: 10, rows: 10)
        inside.line(from: Point(x: -1000, y: -1000), to: Point(x: 1000, y: 1000), .text)
        #expect(dots(inside) == Set((0..<20).map { [$0, $0] }))
        var outside = Canvas(columns: 10, rows: 10)
        outside.line(from: Point(x: -5, y: 50), to: Point(x: 500, y: 60), .text)
        outside.line(from: Point(x: .nan, y: 0), to: Point(x: 3, y: 3), .text)
        outside.line(from: Point(x: 0, y: 0), to: Point(x: .infinity, y: 3), .text)
        #expect(dots(outside).isEmpty)
    }

    @Test("a circle is round: all its dots lie within one dot of the radius, without gaps")
    func roundCircle() {
        var canvas = Canvas(columns: 40, rows: 20)
        canvas.circle(centre: Point(x: 40, y: 40), radius: 30, .text)
        let found = dots(canvas)
        for dot in found {
            let distance = (pow(Double(dot[0]) - 40, 2) + pow(Double(dot[1]) - 40, 2)).squareRoot()
            #expect(abs(distance - 30) < 1)
        }
        let wide = found.map { $0[0] }
        let high = found.map { $0[1] }
        #expect((wide.max() ?? 0) - (wide.min() ?? 0) == (high.max() ?? 0) - (high.min() ?? 0))
        // Every dot has neighbours on the ring.
        for dot in found {
            let near = found.filter { abs($0[0] - dot[0]) <= 1 && abs($0[1] - dot[1]) <= 1 }
            #expect(near.count >= 3)
        }
    }

    @Test("the arc of a circle far larger than the canvas is drawn, and nonsense radii draw nothing")
    func largeCircle() {
        var canvas = Canvas(columns: 10, rows: 10)
        canvas.circle(centre: Point(x: 100_010, y: 20), radius: 100_000, .text)
        #expect(dots(canvas).contains { $0[0] == 10 })
        var empty = Canvas(columns: 10, rows: 10)
        for radius in [-1, Double.nan, .infinity] { empty.circle(centre: Point(x: 5, y: 5), radius: radius, .text) }
        #expect(dots(empty).isEmpty)
    }

    @Test("where strokes cross, the higher priority gives the style, whoever came first")
    func priority() {
        for order in [[(Role.ok, 1), (.breach, 9)], [(.breach, 9), (.ok, 1)]] {
            var canvas = Canvas(columns: 1, rows: 1)
            for (role, rank) in order { canvas.plot(0, rank == 1 ? 0 : 3, Style(role), priority: rank) }
            #expect(canvas.style(column: 0, row: 0) == Style(.breach))
        }
    }

    @Test("compositing leaves cells without dots as they are")
    func composite() {
        var frame = Frame(width: 3, height: 1)
        for x in 0..<3 { frame[x, 0] = Cell("a") }
        var canvas = Canvas(columns: 3, rows: 1)
        canvas.plot(2, 0, Style(.breach))
        canvas.composite(into: &frame, at: (0, 0), glyphs: .braille)
        #expect([frame[0, 0].glyph, frame[1, 0].glyph, frame[2, 0].glyph] == ["a", "⠁", "a"])
    }
}

@Suite struct LabelPlacerTests {
    @Test("labels never overlap, whatever is asked for, and keep a blank between them")
    func neverOverlap() {
        var placer = LabelPlacer(columns: 40, rows: 10)
        var taken: Set<[Int]> = []
        for index in 0..<200 {
            let width = 1 + Int(FixtureMetro.noise(1, index) * 12)
            let x = Int(FixtureMetro.noise(2, index) * 44) - 2
            let y = Int(FixtureMetro.noise(3, index) * 12) - 1
            guard let spot = placer.place(width: width, besideX: x, y: y) else { continue }
            for column in (spot.x - 1)...(spot.x + width) where column >= spot.x && column < spot.x + width {
                #expect(taken.insert([column, spot.y]).inserted)
                #expect(column >= 0 && column < 40 && spot.y >= 0 && spot.y < 10)
            }
            #expect(!taken.contains([spot.x - 1, spot.y]) && !taken.contains([spot.x + width, spot.y]))
        }
        #expect(!taken.isEmpty)
    }

    @Test("of several free places the one that hides least wins, and a forbidden one never does")
    func cost() {
        var placer = LabelPlacer(columns: 20, rows: 3)
        let first = placer.place(width: 4, besideX: 8, y: 1) { x, _ in x > 8 ? 5 : 0 }
        #expect(first?.x == 3 && first?.y == 1)
        let second = placer.place(width: 4, besideX: 8, y: 1) { _, _ in nil }
        #expect(second == nil)
    }
}
