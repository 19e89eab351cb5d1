import Metro

/// Screen 7: every target's health, slowest first, and the account of the sample path; the traps that came; where the
/// network differs from the inventory. "Why is this grey?"
public enum CollectorsScreen: Screen {
    public enum SortKey: Hashable, Sendable, CaseIterable { case slowest, name, timeouts, errors }
    /// Lists that take turns.
    public enum View: Hashable, Sendable, CaseIterable { case targets, traps, drift }

    public struct State: Hashable, Sendable {
        public var view = View.targets
        public var sort = SortKey.slowest
        public var isReversed = false
        /// What is said of the selected row takes the place of the list.
        public var isOpen = false
        /// The row of each view that stays selected while others move around it, by its key. Until the operator moves,
        /// the selection stays on the first row, whatever that is: then there is none.
        var chosen: [View: String] = [:]
        /// Key of the selected row.
        public internal(set) var selected: String?
        /// Indices into the view's items, in order.
        public internal(set) var rows: [Int] = []
        public var cursor = RowCursor()

        public init() {}
    }

    public enum Action: Hashable, Sendable {
        case move(RowMove)
        case nextSort, reverseSort
        case nextView, previousView
        case open, close
    }

    public static let isFilterable = true

    public static let bindings: [Binding<Action>] =
        [
            Binding([.tab], .nextView, "下一列表", "next list", hint: true),
            Binding([.backTab], .previousView, "上一列表", "previous list"),
            Binding([.enter], .open, "打开", "open", hint: true),
            Binding([.escape], .close, "关闭详情", "back to the list"),
            Binding([.character("s")], .nextSort, "目标排序", "sort targets"),
            Binding([.character("S")], .reverseSort, "反序", "reverse order"),
        ] + RowCursor.bindings { .move($0) }

    public static func update(_ state: inout State, _ action: Action, _ snapshot: MetroSnapshot) -> ScreenEffect {
        switch action {
        case .move(let move):
            state.cursor.move(move)
            keepSelection(&state, snapshot)
            state.chosen[state.view] = state.selected
        case .nextSort where state.view == .targets:
            let keys = SortKey.allCases
            state.sort = keys[((keys.firstIndex(of: state.sort) ?? 0) + 1) % keys.count]
            state.isReversed = false
        case .reverseSort where state.view == .targets: state.isReversed.toggle()
        case .nextSort, .reverseSort: break
        case .nextView, .previousView:
            let views = View.allCases
            let step = action == .nextView ? 1 : views.count - 1
            state.view = views[((views.firstIndex(of: state.view) ?? 0) + step) % views.count]
            state.isOpen = false
            // Keys may come before the next drawing settles which rows there are.
            state.rows = Array(0..<CollectorsRows(state.view, snapshot).count)
            state.cursor = RowCursor()
            state.cursor.settle(count: state.rows.count, visible: 1)
        case .open:
            if state.view == .drift, let link = selectedDrift(state, snapshot)?.link,
                let index = snapshot.inventory.linkIndex(link)
            {
                return .openLink(index)
            }
            state.isOpen.toggle()
        case .close: state.isOpen = false
        }
        return .none
    }

    static func selectedTarget(_ state: State, _ snapshot: MetroSnapshot) -> TargetPicture? {
        state.view == .targets ? selected(state, snapshot.targets) : nil
    }

    static func selectedTrap(_ state: State, _ snapshot: MetroSnapshot) -> TrapPicture.Unknown? {
        state.view == .traps ? selected(state, snapshot.traps?.unknown ?? []) : nil
    }

    static func selectedDrift(_ state: State, _ snapshot: MetroSnapshot) -> DriftFinding? {
        state.view == .drift ? selected(state, snapshot.drift.findings) : nil
    }

    private static func selected<Item>(_ state: State, _ items: [Item]) -> Item? {
        guard state.rows.indices.contains(state.cursor.selected) else { return nil }
        let index = state.rows[state.cursor.selected]
        return items.indices.contains(index) ? items[index] : nil
    }

    private static func keepSelection(_ state: inout State, _ snapshot: MetroSnapshot) {
        let rows = state.rows
        state.selected =
            rows.indices.contains(state.cursor.selected)
            ? CollectorsRows(state.view, snapshot).key(rows[state.cursor.selected]) : nil
    }

    public static func settle(
        _ state: inout State, _ snapshot: MetroSnapshot, _ context: RenderContext, area: Rect
    ) {
        let items = CollectorsRows(state.view, snapshot)
        state.rows = items.ordered(state, context)
        let layout = CollectorsLayout(state, snapshot, context, area)
        state.cursor.settle(count: state.rows.count, visible: layout.rows.height)
        if let chosen = state.chosen[state.view] {
            if let row = state.rows.firstIndex(where: { items.key($0) == chosen }) { state.cursor.select(row) }
        } else {
            state.cursor.select(0)
        }
        keepSelection(&state, snapshot)
    }

    public static func action(
        _ event: MouseEvent, _ state: State, _ snapshot: MetroSnapshot, _ context: RenderContext, area: Rect
    ) -> Action? {
        switch event.kind {
        case .wheelUp: return .move(.wheel(-3))
        case .wheelDown: return .move(.wheel(3))
        case .press, .doublePress:
            let rows = CollectorsLayout(state, snapshot, context, area).rows
            guard rows.contains(x: event.x, y: event.y) else { return nil }
            let row = state.cursor.offset + event.y - rows.y
            return event.kind == .doublePress && row == state.cursor.selected ? .open : .move(.to(row))
        }
    }

    public static func crumb(_ state: State, _ snapshot: MetroSnapshot, _ language: Language) -> String? {
        switch state.view {
        case .targets: state.selected
        case .traps: CollectorWord.traps(language)
        case .drift: CollectorWord.drift(language)
        }
    }
}

/// How the Collectors screen divides its area.
struct CollectorsLayout: Hashable, Sendable {
    /// Empty where the selected row is open.
    let table: Rect
    /// What is said of the selected row.
    let details: Rect
    /// The account of the sample path, or of the traps; empty for differences.
    let account: Rect

    /// Rows that the account leaves to the table (four targets) and to the details of one.
    private static let leastUpperHeight = 11

    init(_ state: CollectorsScreen.State, _ snapshot: MetroSnapshot, _ context: RenderContext, _ area: Rect) {
        let wanted =
            switch state.view {
            case .targets: PipelinePanel(snapshot.pipeline, context).height(width: area.width)
            case .traps: TrapPanel(snapshot, context).height(area)
            case .drift: 0
            }
        let accountHeight = min(wanted, max(3, area.height - Self.leastUpperHeight), area.height)
        let (upper, lower) = area.splitTop(area.height - accountHeight)
        account = lower
        let detailHeight = upper.height >= 40 ? 10 : upper.height >= 26 ? 7 : upper.height >= 16 ? 5 : 4
        (table, details) = upper.splitTop(state.isOpen ? 0 : upper.height - detailHeight)
    }

    var rows: Rect {
        let inner = table.inset()
        return Rect(x: inner.x, y: inner.y + 1, width: inner.width, height: inner.height - 1)
    }
}
