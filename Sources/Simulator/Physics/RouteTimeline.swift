import Metro

/// Which links are closed when, and what that makes of the routes of paths.
struct RouteTimeline: Sendable {
    /// The links' state from one time to the next.
    private struct Chapter {
        let from: Int64
        /// Links without light.
        let dark: Set<Int>
        /// Links that routing leaves alone: dark ones, and those that came back a moment ago.
        let closed: Set<Int>
    }
    private let chapters: [Chapter]
    private let touched: Set<Int>

    /// Routing goes back to a repaired link after this time.
    private static let holdNanoseconds: Int64 = 10_000_000_000

    init(_ faults: FaultPlan) {
        let held = faults.cuts.map { cut in
            (cut.link, cut.window, TimeWindow(from: cut.window.from, until: cut.window.until &+ Self.holdNanoseconds))
        }
        let times = Set(held.flatMap { [$0.1.from, $0.1.until, $0.2.until] }).sorted()
        var chapters: [Chapter] = []
        var active: [(Int, TimeWindow, TimeWindow)] = []
        var upcoming = held.sorted { $0.1.from < $1.1.from }[...]
        for time in times {
            while let next = upcoming.first, next.1.from <= time { active.append(upcoming.removeFirst()) }
            active.removeAll { $0.2.until <= time }
            chapters.append(
                Chapter(
                    from: time, dark: Set(active.filter { $0.1.contains(time) }.map(\.0)),
                    closed: Set(active.map(\.0))))
        }
        self.chapters = chapters
        touched = Set(faults.cuts.map(\.link))
    }

    /// The way of a path that takes `home` whenever it is open. Between a cut and the new route `gap` nanoseconds of
    /// packets are lost; a path without another way is lost until the fibre is joined.
    func spans(home: FibreRoute?, gap: Int64, detours: inout DetourCache, cost: (FibreRoute?) -> RouteCost)
        -> [RouteSpan]
    {
        let homeCost = cost(home)
        var spans = [RouteSpan(from: .min, route: homeCost)]
        guard let home, home.rides(onAnyOf: touched) else { return spans }
        var current: FibreRoute? = home
        for chapter in chapters {
            let next = way(home: home, chapter.dark, chapter.closed, &detours)
            if next == current { continue }
            if let current, let next, current.rides(onAnyOf: chapter.dark) {
                spans.append(RouteSpan(from: chapter.from, route: nil))
                spans.append(RouteSpan(from: chapter.from &+ gap, route: next == home ? homeCost : cost(next)))
            } else {
                spans.append(RouteSpan(from: chapter.from, route: next == home ? homeCost : next.map { cost($0) }))
            }
            current = next
        }
        return spans
    }

    private func way(
        home: FibreRoute, _ dark: Set<Int>, _ closed: Set<Int>, _ detours: inout DetourCache
    ) -> FibreRoute? {
        if !home.rides(onAnyOf: closed) { return home }
        if let detour = detours.route(avoiding: closed) { return detour }
        return home.rides(onAnyOf: dark) ? detours.route(avoiding: dark) : home
    }
}

/// Shortest ways between the ends of one path, by the set of links avoided: a script repeats itself.
struct DetourCache {
    let graph: FibreGraph
    let source: Int
    let destination: Int
    private var routes: [Set<Int>: FibreRoute?] = [:]

    init(graph: FibreGraph, source: Int, destination: Int) {
        self.graph = graph
        self.source = source
        self.destination = destination
    }

    mutating func route(avoiding closed: Set<Int>) -> FibreRoute? {
        if let known = routes[closed] { return known }
        let route = graph.route(from: source, to: destination, avoiding: closed)
        routes[closed] = .some(route)
        return route
    }
}
