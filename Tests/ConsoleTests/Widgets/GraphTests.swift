import Testing

@testable import Console

@Suite("Graphs")
struct GraphTests {
    private func draw(_ graph: AreaGraph, _ width: Int, _ height: Int, _ glyphs: GlyphSet) -> [String] {
        var frame = Frame(width: width, height: height)
        graph.draw(into: &frame, area: frame.bounds, glyphs: glyphs)
        return Golden.glyphs(frame)
    }

    @Test("a gauge that reaches its goal shows it beyond the mark, one that does not never does")
    func gaugeGoal() {
        func drawn(_ lo: Double?, _ hi: Double?, _ goal: Double) -> String {
            var frame = Frame(width: 12, height: 1)
            Gauge(lo: lo, hi: hi, goal: goal).draw(into: &frame, x: 0, y: 0, width: 12, glyphs: .braille)
            return Golden.glyphs(frame)[0]
        }
        #expect(drawn(0.5, 0.5, 0.5) == "▕█████┃█···▏")
        #expect(drawn(1, 1, 1) == "▕████████┃█▏")
        #expect(drawn(0.49, 0.8, 0.5) == "▕█████┃▒▒··▏")
        #expect(drawn(nil, 1, 0.5) == "▕▒▒▒▒▒┃▒▒▒▒▏")
    }

    @Test("keep a gap a gap in every character set")
    func gaps() {
        let graph = AreaGraph(values: [1, 1, .nan, .nan, 0.5, 0], upper: 1)
        #expect(draw(graph, 3, 1, .braille) == ["⣿ ⣄"])
        #expect(draw(graph, 6, 1, .block) == ["██  ▄▁"])
        #expect(draw(graph, 6, 1, .ascii) == ["##  -_"])
    }

    @Test("show a peak however many points join in one column")
    func peaks() {
        var values = Array(repeating: 0.1, count: 60)
        values[31] = 1
        #expect(draw(AreaGraph(values: values, upper: 1), 6, 1, .block) == ["▁▁▁█▁▁"])
    }

    @Test("mark what is clipped and draw the limit where nothing else stands")
    func limits() {
        let graph = AreaGraph(values: [0.2, 3, .nan], upper: 2, limit: 1)
        #expect(draw(graph, 3, 2, .block) == ["┄▲┄", "▂█ "])
    }

    @Test("draw smoke around the solid part")
    func smoke() {
        let column = AreaGraph.Column(solid: 0.0...0.25, smoke: 0.0...1.0)
        #expect(draw(AreaGraph(columns: [column], upper: 1), 1, 2, .ascii) == [".", "_"])
    }

    @Test("tell proven, possible and goal apart without colour")
    func gauge() {
        var frame = Frame(width: 12, height: 1)
        Gauge(lo: 0.4, hi: 0.6, goal: 0.8).draw(into: &frame, x: 0, y: 0, width: 12, glyphs: .braille)
        #expect(Golden.glyphs(frame) == ["▕████▒▒··┃·▏"])
        Gauge(lo: nil, hi: .infinity, goal: nil).draw(into: &frame, x: 0, y: 0, width: 12, glyphs: .ascii)
        #expect(Golden.glyphs(frame) == ["▕··········▏"])
    }
}
