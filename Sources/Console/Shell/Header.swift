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
        // What both sides give up to be whole: first the right its layer and the clock's longer words, then the left.
        let choices = lefts.flatMap { left in rights.map { (left, $0) } }
        let (left, right) =
            choices.first { $0.columns(app.widths) + columns($1) + 1 <= frame.width }
            ?? (lefts.last ?? "", rights.last ?? [])
        let rightColumns = columns(right)
        var x = frame.width - rightColumns
        for text in right { x += frame.put(text + StyledText("  "), x: x, y: 0, style: style) }
        frame.put(left, x: 0, y: 0, style: style, maxWidth: frame.width - rightColumns - 1)
    }

    private func columns(_ texts: [StyledText]) -> Int { texts.reduce(0) { $0 + $1.columns(app.widths) + 2 } }

    /// From the whole to what must stand: the city goes first, then the way here, the product, the screen's name.
    private var lefts: [StyledText] {
        let product = StyledText(" HAOMIAO ", Style(.accent, .bold))
        guard let snapshot = app.shown else { return [product] }
        let names = [snapshot.inventory.city.chinese, snapshot.inventory.city.english].compactMap { $0 }
        let cities = [names, Array(names.prefix(1))].map {
            StyledText(" " + $0.joined(separator: " ") + "  ", .title)
        }
        let here = crumb(app.place, snapshot, isCurrent: true)
        let way = trail(snapshot) + here
        var lefts = cities.map { product + $0 + way }
        lefts += [product + " " + way, product + " " + here, " " + here]
        if let inner = app.place.host.crumb(snapshot, language), !inner.isEmpty {
            lefts.append(
                StyledText(" \(app.place.id.digit)", .keyHint) + StyledText(" › ", .dim) + StyledText(inner))
        }
        return lefts
    }

    /// The screens on the way here, each once: from one Detail to the next there is nothing to tell.
    private func trail(_ snapshot: MetroSnapshot) -> StyledText {
        var text = StyledText()
        for (place, next) in zip(app.trail, app.trail.dropFirst() + [app.place]) where place.id != next.id {
            text += crumb(place, snapshot) + StyledText(" › ", .dim)
        }
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

    /// From the whole to what must stand: the clock, the time with its zone, and the state of the data.
    private var rights: [[StyledText]] {
        guard let snapshot = app.shown else { return [[StyledText("○ " + ShellWord.waiting(language), .dim)]] }
        let time =
            StyledText(Figure.timeOfDay(snapshot.timeNanoseconds, offsetSeconds: snapshot.zoneOffsetSeconds), .title)
            + StyledText(" " + snapshot.zoneAbbreviation)
        let state = stateText(snapshot)
        let clock = clockText(snapshot, .unsynchronised)
        let layer = layerText(snapshot).map { [$0] } ?? []
        return [
            layer + [clock, time, state], [clock, time, state],
            [clockText(snapshot, .unsynchronisedBriefly), time, state],
        ]
    }

    private func layerText(_ snapshot: MetroSnapshot) -> StyledText? {
        let layers = Set(snapshot.inventory.paths.map(\.layer))
        guard let first = layers.first else { return nil }
        let word: ShellWord = layers.count > 1 ? .bothLayers : first == .ip ? .ipLayer : .opticalLayer
        return StyledText(word(language))
    }

    private func clockText(_ snapshot: MetroSnapshot, _ unsynchronised: ShellWord) -> StyledText {
        let word = StyledText(ShellWord.clock(language) + " ")
        guard snapshot.clock.isSynchronised else {
            return word + StyledText("? " + unsynchronised(language), .unknown)
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
