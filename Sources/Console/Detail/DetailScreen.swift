import Metro

/// Screen 5: everything about one link, path or site.
public enum DetailScreen: Screen {
    public enum Subject: Hashable, Sendable {
        /// Indices into the inventory's arrays.
        case link(Int)
        case path(Int)
        case site(Int)
    }

    /// A panel under the graph. Where the screen is large all stand side by side, else one at a time.
    public enum Panel: Hashable, Sendable {
        case figures, histogram, facts, probing, paths, links, remarks, devices, events
    }

    public struct State: Hashable, Sendable {
        public var subject: Subject
        /// Which of the subject's panels is focused.
        public var panel: Int
        /// The selected row of that panel, where it has rows.
        public var row: Int

        public init(subject: Subject, panel: Int = 0, row: Int = 0) {
            self.subject = subject
            self.panel = panel
            self.row = row
        }
        public static func link(_ index: Int) -> State { State(subject: .link(index)) }
        public static func path(_ index: Int) -> State { State(subject: .path(index)) }
        public static func site(_ index: Int) -> State { State(subject: .site(index)) }
    }

    public enum Action: Hashable, Sendable {
        case up, down, pageUp, pageDown, first, last
        case nextPanel, previousPanel
        case open
        case select(panel: Int, row: Int)
        case openRow(panel: Int, row: Int)
    }

    public static let bindings: [Binding<Action>] = [
        Binding([.tab], .nextPanel, "下一面板", "next panel", hint: true),
        Binding([.backTab], .previousPanel, "上一面板", "previous panel"),
        Binding([.up, .character("k")], .up, "上一行", "previous row"),
        Binding([.down, .character("j")], .down, "下一行", "next row"),
        Binding([.pageUp], .pageUp, "上一页", "previous page"),
        Binding([.pageDown], .pageDown, "下一页", "next page"),
        Binding([.home, .character("g")], .first, "首行", "first row"),
        Binding([.end, .character("G")], .last, "末行", "last row"),
        Binding([.enter], .open, "打开所选", "open the selected", hint: true),
    ]

    public static func crumb(_ state: State, _ snapshot: MetroSnapshot, _ language: Language) -> String? {
        switch state.subject {
        case .link(let index):
            snapshot.inventory.links.indices.contains(index) ? SubjectName.link(index, snapshot, language) : nil
        case .path(let index):
            snapshot.inventory.paths.indices.contains(index) ? SubjectName.path(index, snapshot, language) : nil
        case .site(let index):
            snapshot.inventory.sites.indices.contains(index)
                ? SubjectName.site(snapshot.inventory.sites[index].id, snapshot, language) : nil
        }
    }

    static func panels(_ subject: Subject) -> [Panel] {
        switch subject {
        case .path: [.figures, .histogram, .facts, .probing, .events]
        case .link: [.figures, .paths, .remarks, .events]
        case .site: [.paths, .links, .devices, .events]
        }
    }

    public static func update(_ state: inout State, _ action: Action, _ snapshot: MetroSnapshot) -> ScreenEffect {
        clamp(&state, snapshot)
        let panels = panels(state.subject)
        switch action {
        case .up: state.row -= 1
        case .down: state.row += 1
        case .pageUp: state.row -= 10
        case .pageDown: state.row += 10
        case .first: state.row = 0
        case .last: state.row = Int.max
        case .nextPanel, .previousPanel:
            state.panel = (state.panel + (action == .nextPanel ? 1 : panels.count - 1)) % panels.count
            state.row = 0
        case .select(let panel, let row):
            state.panel = panel
            state.row = row
        case .openRow(let panel, let row):
            state.panel = panel
            state.row = row
            clamp(&state, snapshot)
            return open(state, snapshot)
        case .open: return open(state, snapshot)
        }
        clamp(&state, snapshot)
        return .none
    }

    private static func clamp(_ state: inout State, _ snapshot: MetroSnapshot) {
        let panels = panels(state.subject)
        state.panel = max(0, min(state.panel, panels.count - 1))
        let rows = DetailRows.items(panels[state.panel], state.subject, snapshot).count
        state.row = max(0, min(state.row, rows - 1))
    }

    private static func open(_ state: State, _ snapshot: MetroSnapshot) -> ScreenEffect {
        let items = DetailRows.items(panels(state.subject)[state.panel], state.subject, snapshot)
        if items.indices.contains(state.row) { return items[state.row].effect }
        // A panel without rows of its own opens what the subject rides on.
        return DetailRows.items(.facts, state.subject, snapshot).first?.effect ?? .none
    }
}
