import Metro
import Testing

@testable import Console

/// A seeded generator, so that a failure can be seen again.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

@Suite("Any size, any picture")
struct AnySizeTests {
    private static let keys: [Key] =
        "12357/?uLtpmsSfognNjkGz!xq(".map { .character($0) }
        + [.enter, .escape, .up, .down, .left, .right, .pageUp, .pageDown, .home, .end, .tab, .backTab, .backspace]

    private static func hostile(_ snapshot: MetroSnapshot, _ random: inout SplitMix64) -> MetroSnapshot {
        var copy = snapshot
        let values: [Double] = [.nan, .infinity, -.infinity, -1, 0, 1e300, 0.5, 999_999]
        func value(_ random: inout SplitMix64) -> Reading<Double> {
            Bool.random(using: &random)
                ? .known(values.randomElement(using: &random) ?? 0)
                : .missing(MissingReason.allCases.randomElement(using: &random) ?? .stale)
        }
        for index in copy.paths.indices {
            copy.paths[index].forward.p99 = value(&random)
            copy.paths[index].forward.p50 = value(&random)
            copy.paths[index].backward.uncertainty = value(&random)
            copy.paths[index].limitNanoseconds = values.randomElement(using: &random) ?? 0
            copy.paths[index].severity = Severity.allCases.randomElement(using: &random) ?? .ok
        }
        for index in copy.links.indices {
            copy.links[index].forward.utilization = value(&random)
            copy.links[index].paths = [Int.random(in: -2...200, using: &random)]
            copy.links[index].endA.alias = "\u{1B}]0;x\u{7}\u{202E}深圳"
            copy.links[index].backward.minuteUtilization = [.nan, .infinity, 3, -1]
        }
        for index in copy.indicators.indices {
            copy.indicators[index].lo = values.randomElement(using: &random)
            copy.indicators[index].hi = values.randomElement(using: &random)
            copy.indicators[index].value = values.randomElement(using: &random)
            copy.indicators[index].target = values.randomElement(using: &random) ?? 1
        }
        for index in copy.targets.indices {
            copy.targets[index].lastError = "\u{1B}[2J\u{9B}31m" + String(repeating: "错误 error ", count: 60)
            copy.targets[index].lastAnswerNanoseconds = Int64.random(in: .min ... .max, using: &random)
            copy.targets[index].nextAttemptNanoseconds = .max
            copy.targets[index].attempts = .max
        }
        if Bool.random(using: &random) { copy.links.removeLast(copy.links.count / 2) }
        if Bool.random(using: &random) { copy.paths.removeLast(copy.paths.count / 2) }
        copy.sequence = random.next()
        copy.judgement = random.next()
        copy.timeNanoseconds = Int64.random(in: 0...Int64.max / 2, using: &random)
        return copy
    }

    @Test("never traps, never draws half a wide character, never lets a control character through", arguments: 0..<12)
    func anySize(seed: Int) {
        var random = SplitMix64(state: UInt64(seed))
        var app = ConsoleApp(
            ConsoleApp.Options(
                language: .english, glyphs: GlyphSet.allCases.randomElement(using: &random) ?? .braille,
                widths: DisplayWidth(ambiguousIsWide: seed % 5 == 4),
                screen: ScreenID.allCases.randomElement(using: &random) ?? .map))
        for step in 0..<20 {
            if step % 6 == 0 { _ = app.receive(Self.hostile(FixtureMetro.snapshot, &random)) }
            if step % 11 == 10 { _ = app.receive(FixtureMetro.empty) }
            let width = Int.random(in: 1...250, using: &random)
            let height = Int.random(in: 1...80, using: &random)
            let frame = app.render(width: width, height: height, now: 0, bytesPerSecond: .nan)
            #expect(frame.cells.count == width * height)
            #expect(Self.fault(frame) == nil)
            if let key = Self.keys.randomElement(using: &random) { _ = app.handle(key) }
            let kinds: [MouseEvent.Kind] = [.press, .doublePress, .wheelUp, .wheelDown]
            _ = app.handle(
                .mouse(
                    MouseEvent(
                        kind: kinds.randomElement(using: &random) ?? .press,
                        x: Int.random(in: -3...260, using: &random), y: Int.random(in: -3...90, using: &random))))
        }
    }

    /// The first cell that breaks the frame's promise, in words; nil where none does.
    static func fault(_ frame: Frame) -> String? {
        for y in 0..<frame.height {
            for x in 0..<frame.width {
                let glyph = frame[x, y].glyph
                if glyph == Cell.continuation {
                    if x == 0 || frame.widths.glyph(frame[x - 1, y].glyph).columns != 2 { return "half at \(x),\(y)" }
                    continue
                }
                let known = frame.widths.glyph(glyph)
                if known.character != glyph { return "unsafe at \(x),\(y)" }
                if known.columns == 2, frame[x + 1, y].glyph != Cell.continuation { return "lost half at \(x),\(y)" }
            }
        }
        return nil
    }
}
