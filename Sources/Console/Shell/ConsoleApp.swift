import Metro

/// The console as a value: the screens, the way back, the filter, the settings that keys change. It knows no terminal
/// and no clock; events go in, directives and frames come out.
public struct ConsoleApp: Sendable {
    public struct Options: Sendable {
        public var language: Language
        public var glyphs: GlyphSet
        public var widths: DisplayWidth
        /// Names in the order in which `t` walks through them.
        public var themeNames: [String]
        public var themeName: String
        public var isMouseEnabled: Bool
        public var screen: ScreenID

        public init(
            language: Language = .chinese, glyphs: GlyphSet = .braille, widths: DisplayWidth = .narrow,
            themeNames: [String] = ["dark", "mono"], themeName: String = "dark", isMouseEnabled: Bool = true,
            screen: ScreenID = .map
        ) {
            self.language = language
            self.glyphs = glyphs
            self.widths = widths
            self.themeNames = themeNames
            self.themeName = themeName
            self.isMouseEnabled = isMouseEnabled
            self.screen = screen
        }
    }

    /// Where the operator came from, with the screen's state as it was.
    struct Place: Sendable {
        var id: ScreenID
        var host: any HostedScreen
    }

    public private(set) var language: Language
    public private(set) var themeName: String
    public private(set) var isMouseEnabled: Bool
    public private(set) var isPaused = false
    public var currentScreen: ScreenID { place.id }

    let glyphs: GlyphSet
    let widths: DisplayWidth
    private let themeNames: [String]

    var place: Place
    var trail: [Place] = []
    private var others: [ScreenID: any HostedScreen] = [:]
    var filters: [ScreenID: String] = [:]
    /// What is being typed after `/`.
    var filterLine: FilterLine?
    /// First line shown of the help; `nil` while it is closed.
    var helpScroll: Int?
    var colorsByUtilization = false
    /// The picture that is drawn: the newest one, or, held, the one at which the screen was paused.
    var shown: MetroSnapshot?
    private var newest: MetroSnapshot?
    /// Size of the last frame, for the mouse and for pages.
    var size = Rect(x: 0, y: 0, width: 0, height: 0)

    /// Steps back that are kept.
    static let longestTrail = 32

    public init(_ options: Options = Options()) {
        language = options.language
        themeName = options.themeName
        themeNames = options.themeNames
        isMouseEnabled = options.isMouseEnabled
        // Box drawing is ambiguous: where it takes two columns, 7-bit drawing is the one that stays aligned.
        glyphs = options.widths.ambiguousIsWide ? .ascii : options.glyphs
        widths = DisplayWidth(ambiguousIsWide: options.widths.ambiguousIsWide, replacesSymbols: glyphs == .ascii)
        place = Place(id: options.screen, host: options.screen.fresh)
    }

    /// Takes the newest picture; a paused screen keeps its own and changes nothing.
    public mutating func receive(_ snapshot: MetroSnapshot) -> AppDirective {
        newest = snapshot
        guard !isPaused else { return .none }
        shown = snapshot
        return .redraw
    }

    public mutating func handle(_ key: Key) -> AppDirective {
        if case .mouse(let event) = key { return handle(event) }
        if filterLine != nil { return type(key) }
        if helpScroll != nil, let directive = readHelp(key) { return directive }
        if let binding = ShellAction.bindings.first(where: { $0.keys.contains(key) }) {
            return perform(binding.action, key)
        }
        return pass(key)
    }

    private mutating func perform(_ action: ShellAction, _ key: Key) -> AppDirective {
        switch action {
        case .show(let id):
            show(id)
        case .filter:
            guard place.host.isFilterable else { return .none }
            filterLine = FilterLine(text: filters[place.id] ?? "", before: filters[place.id])
        case .help: helpScroll = 0
        case .language: language = language == .chinese ? .english : .chinese
        case .theme: themeName = nextTheme
        case .pause:
            isPaused.toggle()
            shown = isPaused ? shown?.held() : newest
        case .utilization: colorsByUtilization.toggle()
        case .mouse: isMouseEnabled.toggle()
        case .redraw: return .fullRepaint
        case .suspend: return .suspend
        case .back: return goBack(key)
        case .leave:
            if place.id != .detail { return .quit }
            back()
        case .quit: return .quit
        }
        return .redraw
    }

    private var nextTheme: String {
        guard let index = themeNames.firstIndex(of: themeName) else { return themeNames.first ?? themeName }
        return themeNames[(index + 1) % themeNames.count]
    }

    /// Esc: first the filter goes, then the screen may use it, then it leads back.
    private mutating func goBack(_ key: Key) -> AppDirective {
        if filters.removeValue(forKey: place.id) != nil { return .redraw }
        if pass(key) == .redraw { return .redraw }
        guard place.id == .detail else { return .none }
        back()
        return .redraw
    }

    private mutating func pass(_ key: Key) -> AppDirective {
        guard let shown, let effect = place.host.handle(key, shown) else { return .none }
        follow(effect)
        return .redraw
    }

    mutating func follow(_ effect: ScreenEffect) {
        if effect == .back, place.id == .detail { back() }
        guard let host = ScreenID.detail(effect) else { return }
        trail.append(place)
        if trail.count > Self.longestTrail { trail.removeFirst() }
        place = Place(id: .detail, host: host)
    }

    mutating func show(_ id: ScreenID) {
        if id == .detail {
            showDetail()
            return
        }
        guard id != place.id else { return }
        let origin = trail.first ?? place
        if place.id == .detail { others[.detail] = place.host }
        others[origin.id] = origin.host
        trail = []
        place = Place(id: id, host: others[id] ?? id.fresh)
    }

    /// Opens what Enter would open here; where it opens nothing, what Detail showed last. Either way leads back here.
    private mutating func showDetail() {
        guard place.id != .detail else { return }
        var copy = place.host
        let effect = shown.flatMap { copy.handle(.enter, $0) }
        let host = effect.flatMap { ScreenID.detail($0) } ?? others[.detail] ?? ScreenID.detail.fresh
        trail = [place]
        place = Place(id: .detail, host: host)
    }

    /// One step back; from a Detail that nothing led to, to the map.
    private mutating func back() {
        if place.id == .detail { others[.detail] = place.host }
        guard let last = trail.popLast() else {
            place = Place(id: .map, host: others[.map] ?? ScreenID.map.fresh)
            return
        }
        place = last
    }

    /// The keys of the shell as help and footer name them here: in Detail `q` leads back.
    var shellLines: [(action: ShellAction, line: BindingLine)] {
        ShellAction.bindings.map { binding in
            var line = BindingLine(binding)
            if binding.action == .leave, place.id == .detail {
                line.label = LocalizedName(chinese: ShellWord.back.text.chinese, english: ShellWord.back.text.english)
            }
            return (binding.action, line)
        }
    }

    var context: RenderContext {
        RenderContext(
            language: language, glyphs: glyphs, widths: widths, colorsByUtilization: colorsByUtilization,
            filter: place.host.isFilterable ? RowFilter(filterLine?.text ?? filters[place.id] ?? "") : nil)
    }
}
