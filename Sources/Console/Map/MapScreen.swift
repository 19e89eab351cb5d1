import Metro

/// Screen 1: the city with its links, the 1 ms circle of one centre, and what is wrong.
public enum MapScreen: Screen {
    public struct State: Hashable, Sendable {
        public enum Panel: Int, Hashable, Sendable, CaseIterable { case map, pairs, events }
        public var panel: Panel
        /// Index into `inventory.sites`; `nil`: nobody has chosen yet, the first centre is shown.
        public var site: Int?
        public var pairRow: Int
        public var eventRow: Int
        public var isZoomed: Bool
        /// As of the latest judgement that was drawn.
        var looks: LinkLooks?
        var ranking: PairRanking?

        public init(
            panel: Panel = .map, site: Int? = nil, pairRow: Int = 0, eventRow: Int = 0, isZoomed: Bool = false
        ) {
            self.panel = panel
            self.site = site
            self.pairRow = pairRow
            self.eventRow = eventRow
            self.isZoomed = isZoomed
        }
    }

    public enum Action: Hashable, Sendable {
        case left, right, up, down, first, last
        case nextPanel, previousPanel
        case open, zoom
        case selectSite(Int)
        case selectPair(Int)
        case selectEvent(Int)
        case openSite(Int)
        case openPair(Int)
        case openEvent(Int)
        case scroll(State.Panel, Int)
    }

    public static let bindings: [Binding<Action>] = [
        Binding([.left, .character("h")], .left, "向西", "west"),
        Binding([.down, .character("j")], .down, "向南 / 下一行", "south / next row"),
        Binding([.up, .character("k")], .up, "向北 / 上一行", "north / previous row"),
        Binding([.right, .character("l")], .right, "向东", "east"),
        Binding([.enter], .open, "打开", "open", hint: true),
        Binding([.tab], .nextPanel, "下一面板", "next panel", hint: true),
        Binding([.backTab], .previousPanel, "上一面板", "previous panel"),
        Binding([.character("z")], .zoom, "放大", "zoom", hint: true),
        Binding([.home, .character("g")], .first, "第一项", "first"),
        Binding([.end, .character("G")], .last, "最后一项", "last"),
    ]

    public static func settle(
        _ state: inout State, _ snapshot: MetroSnapshot, _ context: RenderContext, area: Rect
    ) {
        if state.looks?.isFor(snapshot, byUtilization: context.colorsByUtilization) != true {
            state.looks = LinkLooks(snapshot, byUtilization: context.colorsByUtilization)
        }
        if state.ranking?.isFor(snapshot) != true { state.ranking = PairRanking(snapshot) }
    }

    public static func crumb(_ state: State, _ snapshot: MetroSnapshot, _ language: Language) -> String? {
        if let path = highlightedPath(state, snapshot), state.panel != .map {
            return SubjectName.path(path, snapshot, language)
        }
        return selectedSite(state, snapshot).map { snapshot.inventory.sites[$0].name.text(language) }
    }

    /// The chosen site, else the first centre, else the first site.
    static func selectedSite(_ state: State, _ snapshot: MetroSnapshot) -> Int? {
        let sites = snapshot.inventory.sites
        if let chosen = state.site, sites.indices.contains(chosen) { return chosen }
        return sites.firstIndex { $0.centre != nil } ?? sites.indices.first
    }

    /// The centre whose circle is drawn: the chosen site if it is one, else the centre that its best path leads to.
    static func circleCentre(_ state: State, _ snapshot: MetroSnapshot) -> Int? {
        guard let chosen = selectedSite(state, snapshot) else { return nil }
        let inventory = snapshot.inventory
        if inventory.sites[chosen].centre != nil { return chosen }
        let id = inventory.sites[chosen].id
        var best: (site: Int, delay: Double)?
        for index in inventory.paths(at: id) where index < snapshot.paths.count {
            let path = inventory.paths[index]
            guard let other = inventory.siteIndex(path.a == id ? path.b : path.a), inventory.sites[other].centre != nil
            else { continue }
            let delay = snapshot.paths[index].worstP99 ?? .infinity
            if best.map({ delay < $0.delay }) ?? true { best = (other, delay) }
        }
        return best?.site ?? inventory.sites.firstIndex { $0.centre != nil }
    }

    /// The path that the smoke under the map shows: of the chosen row, or the worst one of the chosen site, or of all.
    static func highlightedPath(_ state: State, _ snapshot: MetroSnapshot) -> Int? {
        let pairs = state.pairs(snapshot)
        switch state.panel {
        case .pairs: return pairs.isEmpty ? nil : pairs[min(max(0, state.pairRow), pairs.count - 1)]
        case .events:
            let events = EventList.ordered(snapshot)
            guard !events.isEmpty else { return pairs.first }
            switch events[min(max(0, state.eventRow), events.count - 1)].subject {
            case .path(let id): return snapshot.inventory.pathIndex(id)
            case .link(let id):
                let index = snapshot.inventory.linkIndex(id)
                let riding = index.flatMap { snapshot.links.indices.contains($0) ? snapshot.links[$0].paths : nil }
                return PairRanking.worst(riding ?? [], snapshot)
            case .target: return nil
            }
        case .map:
            guard let site = state.site, snapshot.inventory.sites.indices.contains(site) else { return pairs.first }
            let own = snapshot.inventory.paths(at: snapshot.inventory.sites[site].id)
            return PairRanking.worst(own, snapshot) ?? pairs.first
        }
    }
}
