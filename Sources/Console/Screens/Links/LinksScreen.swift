import Metro

/// Screen 2: every link with the delay of the path that rides on it, and every path that rides on none.
public enum LinksScreen: Screen {
    public enum Row: Hashable, Sendable {
        /// Index into `inventory.links`.
        case link(Int)
        /// Index into `inventory.paths`.
        case path(Int)
    }

    public enum SortKey: Hashable, Sendable, CaseIterable {
        case state, name, p99, loss, utilization, age
    }

    public struct State: Hashable, Sendable {
        public var sort = SortKey.state
        public var isReversed = false
        /// The row that stays selected while others move around it.
        public var selected: Row?
        /// Until the operator moves, the selection stays on the first row, whatever that is.
        var hasMoved = false
        /// Rows in order, as of `basis`.
        public internal(set) var rows: [Row] = []
        public internal(set) var total = 0
        public var cursor = RowCursor()
        var basis: Basis?
        var filter: LinkFilter?

        public init() {}
    }

    /// What the order of rows depends on; while it stays, nothing is sorted or filtered again. Rows are as old as the
    /// judgement, for nobody reads a table whose order changes ten times a second.
    struct Basis: Hashable, Sendable {
        var judgement: UInt64
        var inventoryVersion: String
        var sort: SortKey
        var isReversed: Bool
        var filter: RowFilter?
        var language: Language
    }

    public enum Action: Hashable, Sendable {
        case move(RowMove)
        case nextSort, reverseSort
        case open
        case openRow(Int)
    }

    public static let isFilterable = true

    public static let bindings: [Binding<Action>] =
        [
            Binding([.enter], .open, "打开", "open", hint: true),
            Binding([.character("s")], .nextSort, "排序", "sort", hint: true),
            Binding([.character("S")], .reverseSort, "反序", "reverse order"),
        ] + RowCursor.bindings { .move($0) }

    public static func update(_ state: inout State, _ action: Action, _ snapshot: MetroSnapshot) -> ScreenEffect {
        switch action {
        case .move(let move):
            state.cursor.move(move)
            state.hasMoved = true
            keepSelection(&state)
        case .nextSort:
            let keys = SortKey.allCases
            let index = keys.firstIndex(of: state.sort) ?? 0
            state.sort = keys[(index + 1) % keys.count]
            state.isReversed = false
        case .reverseSort: state.isReversed.toggle()
        case .openRow(let row):
            state.cursor.move(.to(row))
            state.hasMoved = true
            keepSelection(&state)
            return open(state, snapshot)
        case .open:
            // Who comes back finds the row that was opened.
            state.hasMoved = true
            return open(state, snapshot)
        }
        return .none
    }

    private static func keepSelection(_ state: inout State) {
        state.selected = state.rows.indices.contains(state.cursor.selected) ? state.rows[state.cursor.selected] : nil
    }

    private static func open(_ state: State, _ snapshot: MetroSnapshot) -> ScreenEffect {
        switch state.selected {
        case .link(let index) where snapshot.links.indices.contains(index): .openLink(index)
        case .path(let index) where snapshot.paths.indices.contains(index): .openPath(index)
        default: .none
        }
    }

    public static func settle(
        _ state: inout State, _ snapshot: MetroSnapshot, _ context: RenderContext, area: Rect
    ) {
        let basis = Basis(
            judgement: snapshot.judgement, inventoryVersion: snapshot.inventory.version, sort: state.sort,
            isReversed: state.isReversed, filter: context.filter, language: context.language)
        if state.basis != basis {
            let all = LinkRows.all(snapshot)
            state.total = all.count
            state.rows = LinkRows.ordered(filtered(all, &state, snapshot, context), snapshot, basis)
            state.basis = basis
        }
        state.cursor.settle(count: state.rows.count, visible: rowArea(area).height)
        if !state.hasMoved {
            state.cursor.select(0)
        } else if let selected = state.selected, let row = state.rows.firstIndex(of: selected) {
            state.cursor.select(row)
        }
        keepSelection(&state)
    }

    private static func filtered(
        _ rows: [Row], _ state: inout State, _ snapshot: MetroSnapshot, _ context: RenderContext
    ) -> [Row] {
        guard let wanted = context.filter else { return rows }
        let filter = state.filter.flatMap { $0.isFor(wanted, snapshot) ? $0 : nil } ?? LinkFilter(wanted, snapshot)
        state.filter = filter
        return filter.keep(rows, snapshot, context.language)
    }

    /// The rows inside the border and under the two lines of the head.
    static func rowArea(_ area: Rect) -> Rect {
        let inner = area.inset()
        return Rect(x: inner.x, y: inner.y + 2, width: inner.width, height: inner.height - 2)
    }

    public static func action(
        _ event: MouseEvent, _ state: State, _ snapshot: MetroSnapshot, _ context: RenderContext, area: Rect
    ) -> Action? {
        switch event.kind {
        case .wheelUp: return .move(.wheel(-3))
        case .wheelDown: return .move(.wheel(3))
        case .press, .doublePress:
            let rows = rowArea(area)
            guard rows.contains(x: event.x, y: event.y) else { return nil }
            let row = state.cursor.offset + event.y - rows.y
            guard state.rows.indices.contains(row) else { return nil }
            return event.kind == .doublePress ? .openRow(row) : .move(.to(row))
        }
    }

    public static func crumb(_ state: State, _ snapshot: MetroSnapshot, _ language: Language) -> String? {
        state.selected.map { LinkRows.name($0, snapshot, language) }
    }
}
