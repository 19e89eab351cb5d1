import Metro

extension MapScreen {
    public static func update(_ state: inout State, _ action: Action, _ snapshot: MetroSnapshot) -> ScreenEffect {
        clamp(&state, snapshot)
        let effect = perform(&state, action, snapshot)
        clamp(&state, snapshot)
        return effect
    }

    private static func perform(_ state: inout State, _ action: Action, _ snapshot: MetroSnapshot) -> ScreenEffect {
        switch action {
        case .left: moveOnMap(&state, -1, 0, snapshot)
        case .right: moveOnMap(&state, 1, 0, snapshot)
        case .up: state.panel == .map ? moveOnMap(&state, 0, -1, snapshot) : moveRow(&state, state.panel, -1)
        case .down: state.panel == .map ? moveOnMap(&state, 0, 1, snapshot) : moveRow(&state, state.panel, 1)
        case .first: jump(&state, toEnd: false, snapshot)
        case .last: jump(&state, toEnd: true, snapshot)
        case .nextPanel: turn(&state, 1)
        case .previousPanel: turn(&state, -1)
        case .zoom: state.isZoomed.toggle()
        case .open: return open(state, snapshot)
        case .selectSite(let index):
            state.panel = .map
            state.site = index
        case .selectPair(let row):
            state.panel = .pairs
            state.pairRow = row
        case .selectEvent(let row):
            state.panel = .events
            state.eventRow = row
        case .openSite(let index):
            state.panel = .map
            state.site = index
            clamp(&state, snapshot)
            return open(state, snapshot)
        case .openPair(let row):
            state.panel = .pairs
            state.pairRow = row
            clamp(&state, snapshot)
            return open(state, snapshot)
        case .openEvent(let row):
            state.panel = .events
            state.eventRow = row
            clamp(&state, snapshot)
            return open(state, snapshot)
        case .scroll(let panel, let rows): moveRow(&state, panel, rows)
        }
        return .none
    }

    private static func turn(_ state: inout State, _ step: Int) {
        let count = State.Panel.allCases.count
        state.panel = State.Panel(rawValue: (state.panel.rawValue + step + count) % count) ?? .map
    }

    private static func moveRow(_ state: inout State, _ panel: State.Panel, _ step: Int) {
        switch panel {
        case .map: break
        case .pairs: state.pairRow = state.pairRow &+ step
        case .events: state.eventRow = state.eventRow &+ step
        }
    }

    private static func moveOnMap(_ state: inout State, _ dx: Double, _ dy: Double, _ snapshot: MetroSnapshot) {
        guard state.panel == .map, let here = selectedSite(state, snapshot) else { return }
        state.site = MapPlane(snapshot.inventory).neighbour(of: here, dx: dx, dy: dy) ?? here
    }

    private static func jump(_ state: inout State, toEnd: Bool, _ snapshot: MetroSnapshot) {
        switch state.panel {
        case .map:
            let sites = snapshot.inventory.sites
            let centres = sites.indices.filter { sites[$0].centre != nil }
            state.site = (toEnd ? centres.last : centres.first) ?? state.site
        case .pairs: state.pairRow = toEnd ? Int.max : 0
        case .events: state.eventRow = toEnd ? Int.max : 0
        }
    }

    private static func open(_ state: State, _ snapshot: MetroSnapshot) -> ScreenEffect {
        switch state.panel {
        case .map: return selectedSite(state, snapshot).map { .openSite($0) } ?? .none
        case .pairs:
            let pairs = state.pairs(snapshot)
            return pairs.indices.contains(state.pairRow) ? .openPath(pairs[state.pairRow]) : .none
        case .events:
            let events = EventList.ordered(snapshot)
            guard events.indices.contains(state.eventRow) else { return .none }
            switch events[state.eventRow].subject {
            case .path(let id): return snapshot.inventory.pathIndex(id).map { .openPath($0) } ?? .none
            case .link(let id): return snapshot.inventory.linkIndex(id).map { .openLink($0) } ?? .none
            case .target: return .none
            }
        }
    }

    private static func clamp(_ state: inout State, _ snapshot: MetroSnapshot) {
        if let site = state.site, !snapshot.inventory.sites.indices.contains(site) { state.site = nil }
        state.pairRow = max(0, min(state.pairRow, state.pairs(snapshot).count - 1))
        state.eventRow = max(0, min(state.eventRow, EventList.ordered(snapshot).count - 1))
    }
}
