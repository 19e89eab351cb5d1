import Metro

/// Screen 7: every target's health, slowest first, and the account of the sample path. "Why is this grey?"
public enum CollectorsScreen: Screen {
    public enum SortKey: Hashable, Sendable, CaseIterable { case slowest, name, timeouts, errors }

    public struct State: Hashable, Sendable {
        public var sort = SortKey.slowest
        public var isReversed = false
        /// Id of the row that stays selected while others move around it.
        public var selected: String?
        /// Until the operator moves, the selection stays on the first row, whatever that is.
        var hasMoved = false
        /// Indices into `MetroSnapshot.targets` in order.
        public internal(set) var rows: [Int] = []
        public var cursor = RowCursor()

        public init() {}
    }

    public enum Action: Hashable, Sendable {
        case move(RowMove)
        case nextSort, reverseSort
    }

    public static let isFilterable = true

    public static let bindings: [Binding<Action>] =
        [
            Binding([.character("s")], .nextSort, "排序", "sort", hint: true),
            Binding([.character("S")], .reverseSort, "反序", "reverse order"),
        ] + RowCursor.bindings { .move($0) }

    public static func update(_ state: inout State, _ action: Action, _ snapshot: MetroSnapshot) -> ScreenEffect {
        switch action {
        case .move(let move):
            state.cursor.move(move)
            state.hasMoved = true
            keepSelection(&state, snapshot)
        case .nextSort:
            let keys = SortKey.allCases
            state.sort = keys[((keys.firstIndex(of: state.sort) ?? 0) + 1) % keys.count]
            state.isReversed = false
        case .reverseSort: state.isReversed.toggle()
        }
        return .none
    }

    private static func keepSelection(_ state: inout State, _ snapshot: MetroSnapshot) {
        guard state.rows.indices.contains(state.cursor.selected) else {
            state.selected = nil
            return
        }
        let target = state.rows[state.cursor.selected]
        state.selected = snapshot.targets.indices.contains(target) ? snapshot.targets[target].id : nil
    }

    public static func settle(
        _ state: inout State, _ snapshot: MetroSnapshot, _ context: RenderContext, area: Rect
    ) {
        state.rows = order(state, snapshot, context)
        state.cursor.settle(count: state.rows.count, visible: CollectorsLayout(snapshot, context, area).rows.height)
        if !state.hasMoved {
            state.cursor.select(0)
        } else if let selected = state.selected,
            let row = state.rows.firstIndex(where: { snapshot.targets[$0].id == selected })
        {
            state.cursor.select(row)
        }
        keepSelection(&state, snapshot)
    }

    private static func order(_ state: State, _ snapshot: MetroSnapshot, _ context: RenderContext) -> [Int] {
        let targets = snapshot.targets
        var kept = Array(targets.indices)
        if let matches = context.filter?.matcher() {
            kept = kept.filter { index in
                let target = targets[index]
                let own = [target.id, target.kind, target.address] + target.notes
                let shown = own.map { CollectorWord.ofSimulator($0)(context.language) }
                let rest = [target.state.word(context.language), target.lastError ?? ""]
                return matches((own + shown + rest).joined(separator: " "))
            }
        }
        let sign = state.isReversed ? -1.0 : 1.0
        return kept.sorted { left, right in
            let (a, b) = (targets[left], targets[right])
            if state.sort == .name { return state.isReversed ? a.id > b.id : a.id < b.id }
            let (x, y) = (key(a, state.sort) * sign, key(b, state.sort) * sign)
            return x == y ? a.id < b.id : x > y
        }
    }

    /// A target that fails is slower than any that answers.
    private static func key(_ target: TargetPicture, _ sort: SortKey) -> Double {
        switch sort {
        case .slowest:
            return Double(target.state.severity.rawValue) * 1e15 + Double(target.lastDurationNanoseconds ?? 0)
        case .timeouts: return Double(target.timeouts)
        case .errors: return Double(target.errors)
        case .name: return 0
        }
    }

    public static func action(
        _ event: MouseEvent, _ state: State, _ snapshot: MetroSnapshot, _ context: RenderContext, area: Rect
    ) -> Action? {
        switch event.kind {
        case .wheelUp: return .move(.wheel(-3))
        case .wheelDown: return .move(.wheel(3))
        case .press, .doublePress:
            let rows = CollectorsLayout(snapshot, context, area).rows
            guard rows.contains(x: event.x, y: event.y) else { return nil }
            return .move(.to(state.cursor.offset + event.y - rows.y))
        }
    }

    public static func crumb(_ state: State, _ snapshot: MetroSnapshot, _ language: Language) -> String? {
        state.selected
    }
}

/// How the Collectors screen divides its area.
struct CollectorsLayout: Hashable, Sendable {
    let table: Rect
    /// The selected target's notes and last error.
    let details: Rect
    let pipeline: Rect

    /// Rows that the account leaves to the table (four targets) and to the details of one.
    private static let leastUpperHeight = 11

    init(_ snapshot: MetroSnapshot, _ context: RenderContext, _ area: Rect) {
        let wanted = PipelinePanel(snapshot.pipeline, context).height(width: area.width)
        let pipelineHeight = min(wanted, max(3, area.height - Self.leastUpperHeight), area.height)
        let (upper, lower) = area.splitTop(area.height - pipelineHeight)
        pipeline = lower
        let detailHeight = upper.height >= 40 ? 10 : upper.height >= 26 ? 7 : upper.height >= 16 ? 5 : 4
        (table, details) = upper.splitTop(upper.height - detailHeight)
    }

    var rows: Rect {
        let inner = table.inset()
        return Rect(x: inner.x, y: inner.y + 1, width: inner.width, height: inner.height - 1)
    }
}
