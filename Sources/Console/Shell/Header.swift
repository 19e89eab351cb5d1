import Metro

/// The top line: product, city, where the operator is; layer, clock error, time with its zone, state of the data.
struct Header {
    private let app: ConsoleApp
    private let now: Int64
    private var language: Language { app.language }

    /// A picture older than this is stale: the engine publishes every second.
    static let staleNanoseconds: Int64 = 3_000_000_000

    init(_ app: ConsoleApp, now: Int64) {
        self.app = app
        self.now = now
    }

    func draw(_ frame: inout Frame) {
        let style = Style(.header)
        frame.fill(Rect(x: 0, y: 0, width: frame.width, height: 1), style: style)
        let left = leftText
        // Time, zone and state always stand; the rest goes from the left of the right side while it does not fit.
        var right = rightTexts
        let minimum = min(left.columns(app.widths), frame.width * 3 / 5)
        while right.count > 2, columns(right) + minimum + 1 > frame.width { right.removeFirst() }
        let rightColumns = columns(right)
        var x = frame.width - rightColumns
        for text in right { x += frame.put(text + StyledText("  "), x: x, y: 0, style: style) }
        frame.put(left, x: 0, y: 0, style: style, maxWidth: frame.width - rightColumns - 1)
    }

    private func columns(_ texts: [StyledText]) -> Int { texts.reduce(0) { $0 + $1.columns(app.widths) + 2 } }

    private var leftText: StyledText {
        var text = StyledText(" HAOMIAO ", Style(.accent, .bold))
        guard let snapshot = app.shown else { return text }
        let city = [snapshot.inventory.city.chinese, snapshot.inventory.city.english].compactMap { $0 }
        text += StyledText(" " + city.joined(separator: " ") + "  ", .title)
        for place in app.trail { text += crumb(place, snapshot) + StyledText(" › ", .dim) }
        text += crumb(app.place, snapshot, isCurrent: true)
        return text
    }

    private func crumb(_ place: ConsoleApp.Place, _ snapshot: MetroSnapshot, isCurrent: Bool = false) -> StyledText {
        var text =
            StyledText("\(place.id.digit) ", .keyHint)
            + StyledText(place.id.title(language), isCurrent ? .accent : .header)
        if isCurrent, let inner = place.host.crumb(snapshot, language), !inner.isEmpty {
            text += StyledText(" › ", .dim) + StyledText(inner)
        }
        return text
    }

    /// In the order in which they are given up.
    private var rightTexts: [StyledText] {
        guard let snapshot = app.shown else { return [StyledText("○ " + ShellWord.waiting(language), .dim)] }
        var texts: [StyledText] = []
        if let layer = layerText(snapshot) { texts.append(layer) }
        texts.append(clockText(snapshot))
        texts.append(
            StyledText(Figure.timeOfDay(snapshot.timeNanoseconds, offsetSeconds: snapshot.zoneOffsetSeconds), .title)
                + StyledText(" " + snapshot.zoneAbbreviation))
        texts.append(stateText(snapshot))
        return texts
    }

    private func layerText(_ snapshot: MetroSnapshot) -> StyledText? {
        let layers = Set(snapshot.inventory.paths.map(\.layer))
        guard let first = layers.first else { return nil }
        let word: ShellWord = layers.count > 1 ? .bothLayers : first == .ip ? .ipLayer : .opticalLayer
        return StyledText(word(language))
    }

    private func clockText(_ snapshot: MetroSnapshot) -> StyledText {
        let word = StyledText(ShellWord.clock(language) + " ")
        guard snapshot.clock.isSynchronised else {
            return word + StyledText("? " + ShellWord.unsynchronised(language), .unknown)
        }
        let source = snapshot.clock.source.map { $0.uppercased() + " " } ?? ""
        return word + StyledText(source + "±" + (snapshot.clock.errorNanoseconds.map(Figure.delay) ?? Figure.missing))
    }

    private func stateText(_ snapshot: MetroSnapshot) -> StyledText {
        var text = StyledText()
        if !app.isMouseEnabled { text += StyledText(ShellWord.mouseOff(language) + "  ", .dim) }
        if snapshot.source == .simulator {
            text += StyledText(" " + ShellWord.demo(language) + " ", .banner) + StyledText("  ")
        }
        if app.isPaused { return text + StyledText("‖ " + ShellWord.paused(language), .warning, .bold) }
        let age = now &- snapshot.timeNanoseconds
        if age > Self.staleNanoseconds {
            return text + StyledText("░ " + ShellWord.stale(language) + " " + Figure.age(age), .stale, .bold)
        }
        return text + StyledText("● ", .live) + StyledText(ShellWord.live(language))
    }
}
