import Metro
import Testing

@testable import Console

@Suite("Indicators screen")
struct IndicatorsScreenTests {
    private let snapshot = FixtureMetro.snapshot

    @Test("says what has passed and how long there is")
    func countdown() {
        #expect(
            Milestone.countdown("2026-11-21", .english) == "mid-term 2026-11-15 passed · final 2027-11-15 in 359 d")
        #expect(
            Milestone.countdown("2026-11-15", .chinese) == "中期评估 2026-11-15 今天 · 成效总结 2027-11-15 还有 365 天")
        #expect(Milestone.countdown("", .english).isEmpty)
    }

    @Test("switches between live and official, and between the city and its operators")
    func switches() {
        var state = IndicatorsScreen.State()
        _ = IndicatorsScreen.update(&state, .switchForm, snapshot)
        #expect(state.form == .official)
        let scopes = IndicatorsScreen.scopes(snapshot)
        for _ in scopes { _ = IndicatorsScreen.update(&state, .switchScope, snapshot) }
        #expect(state.scope == 0)
        #expect(scopes.first == .city)
    }

    @Test("lists only what misses or is unknown, the misses first")
    func members() {
        for result in snapshot.indicators {
            let verdicts = IndicatorsScreen.notMet(result).map(\.verdict)
            #expect(!verdicts.contains(.met))
            #expect(verdicts == verdicts.sorted { $0 == .missed && $1 == .unknown })
        }
    }

    @Test("shades the whole gauge where an unknown delay has no upper bound, and leaves it out of the selection")
    func openInterval() throws {
        var picture = snapshot
        let index = try #require(
            picture.indicators.firstIndex { $0.indicator == .reach && $0.form == .live && $0.scope == .city })
        picture.indicators[index].verdict = .unknown
        picture.indicators[index].hi = nil
        var frame = Frame(width: 120, height: 1)
        GaugeLine(.reach, picture.indicators[index], picture, RenderContext(language: .english))
            .draw(into: &frame, area: frame.bounds, isSelected: true)
        let row = Golden.glyphs(frame)[0]
        #expect(row.contains("▕▒") && row.contains("▒▏") && !row.contains("█") && !row.contains("·····"))
        for x in 0..<frame.width {
            let isGauge = "▕▒┃▏".contains(frame[x, 0].glyph)
            #expect(frame[x, 0].style.emphasis.contains(.selected) != isGauge)
        }
    }

    @Test("opens the path of a member, and survives a picture without results")
    func opening() throws {
        var state = IndicatorsScreen.State()
        let context = RenderContext(language: .english)
        let area = Rect(x: 0, y: 0, width: 100, height: 30)
        for indicator in Indicator.allCases {
            state = IndicatorsScreen.State()
            state.indicator = indicator
            IndicatorsScreen.settle(&state, snapshot, context, area: area)
            #expect(IndicatorsScreen.update(&state, .enter, snapshot) == .none)
            let first = IndicatorsScreen.notMet(IndicatorsScreen.result(indicator, state, snapshot)).first
            let effect = IndicatorsScreen.update(&state, .enter, snapshot)
            if let path = first?.path { #expect(effect == snapshot.inventory.pathIndex(path).map { .openPath($0) }) }
            if first == nil { #expect(effect == .none) }
        }
        #expect(IndicatorsScreen.update(&state, .enter, FixtureMetro.empty) == .none)
    }
}
