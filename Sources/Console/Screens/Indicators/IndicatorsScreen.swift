import Metro

/// Screen 3: K1–K5 as gauges with interval and verdict, and the members that miss or are unknown, with the reason.
public enum IndicatorsScreen: Screen {
    public enum Panel: Hashable, Sendable { case gauges, members }

    public struct State: Hashable, Sendable {
        public var indicator = Indicator.interconnection
        public var form = IndicatorForm.live
        /// 0 is the city, then the operators of the inventory that have results.
        public var scope = 0
        public var panel = Panel.gauges
        public var members = RowCursor()

        public init() {}
    }

    public enum Action: Hashable, Sendable {
        case move(RowMove)
        case switchForm, switchScope, switchPanel, enter, leave
        case select(Indicator)
        case member(Int)
    }

    public static let bindings: [Binding<Action>] =
        [
            word(.enter, [.enter], .openMember, hint: true),
            word(.switchForm, [.character("f")], .switchForm, hint: true),
            word(.switchScope, [.character("o")], .switchScope, hint: true),
            word(.switchPanel, [.tab, .backTab], .panel),
            word(.leave, [.backspace], .back),
        ] + RowCursor.bindings(filterable: false) { .move($0) }

    private static func word(_ action: Action, _ keys: [Key], _ word: IndicatorWord, hint: Bool = false)
        -> Binding<Action>
    {
        Binding(keys, action, word.text.chinese, word.text.english, hint: hint)
    }

    public static func update(_ state: inout State, _ action: Action, _ snapshot: MetroSnapshot) -> ScreenEffect {
        state.scope = min(max(0, state.scope), scopes(snapshot).count - 1)
        switch action {
        case .move(let move):
            if state.panel == .members {
                state.members.move(move)
            } else {
                state.indicator = step(state.indicator, move)
                state.members = RowCursor()
            }
        case .switchForm: state.form = state.form == .live ? .official : .live
        case .switchScope: state.scope = (state.scope + 1) % scopes(snapshot).count
        case .switchPanel: state.panel = state.panel == .gauges ? .members : .gauges
        case .leave: state.panel = .gauges
        case .select(let indicator):
            state.panel = .gauges
            state.indicator = indicator
            state.members = RowCursor()
        case .member(let row):
            state.panel = .members
            state.members.move(.to(row))
        case .enter:
            if state.panel == .gauges {
                state.panel = .members
            } else {
                return open(state, snapshot)
            }
        }
        return .none
    }

    private static func step(_ indicator: Indicator, _ move: RowMove) -> Indicator {
        var cursor = RowCursor()
        let all = Indicator.allCases
        cursor.settle(count: all.count, visible: all.count)
        cursor.select(all.firstIndex(of: indicator) ?? 0)
        cursor.move(move)
        return all[cursor.selected]
    }

    private static func open(_ state: State, _ snapshot: MetroSnapshot) -> ScreenEffect {
        let members = notMet(result(state.indicator, state, snapshot))
        guard members.indices.contains(state.members.selected) else { return .none }
        let member = members[state.members.selected]
        if let path = member.path.flatMap({ snapshot.inventory.pathIndex($0) }) { return .openPath(path) }
        return member.sites.first.flatMap { snapshot.inventory.siteIndex($0) }.map { .openSite($0) } ?? .none
    }

    public static func settle(
        _ state: inout State, _ snapshot: MetroSnapshot, _ context: RenderContext, area: Rect
    ) {
        let layout = IndicatorsLayout(area)
        state.members.settle(
            count: notMet(result(state.indicator, state, snapshot)).count, visible: layout.memberRows.height)
    }

    /// City first, then every operator that has results.
    static func scopes(_ snapshot: MetroSnapshot) -> [IndicatorScope] {
        [.city]
            + snapshot.inventory.operators.map { IndicatorScope.networkOperator($0.id) }
            .filter { scope in snapshot.indicators.contains { $0.scope == scope } }
    }

    static func scope(_ state: State, _ snapshot: MetroSnapshot) -> IndicatorScope {
        let all = scopes(snapshot)
        return all[min(max(0, state.scope), all.count - 1)]
    }

    static func result(_ indicator: Indicator, _ state: State, _ snapshot: MetroSnapshot) -> IndicatorResult? {
        let scope = scope(state, snapshot)
        return snapshot.indicators.first {
            $0.indicator == indicator && $0.form == state.form && $0.scope == scope
        }
    }

    /// What misses first, then what is unknown; the met ones need no attention.
    static func notMet(_ result: IndicatorResult?) -> [IndicatorMember] {
        let members = result?.members ?? []
        return members.filter { $0.verdict == .missed } + members.filter { $0.verdict == .unknown }
    }

    public static func action(
        _ event: MouseEvent, _ state: State, _ snapshot: MetroSnapshot, _ context: RenderContext, area: Rect
    ) -> Action? {
        let layout = IndicatorsLayout(area)
        switch event.kind {
        case .wheelUp: return .move(.wheel(-1))
        case .wheelDown: return .move(.wheel(1))
        case .press, .doublePress:
            if let index = layout.gauge(atRow: event.y) { return .select(Indicator.allCases[index]) }
            guard layout.memberRows.contains(x: event.x, y: event.y) else { return nil }
            let row = state.members.offset + event.y - layout.memberRows.y
            guard row < state.members.count else { return nil }
            return event.kind == .doublePress && row == state.members.selected && state.panel == .members
                ? .enter : .member(row)
        }
    }

    public static func crumb(_ state: State, _ snapshot: MetroSnapshot, _ language: Language) -> String? {
        state.indicator.rawValue + " " + state.indicator.word(language)
    }
}
