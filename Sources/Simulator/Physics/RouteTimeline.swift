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
    func spans(home: PricedRoute, gap: Int64, detours: inout DetourCache) -> [RouteSpan] {
        var spans = [RouteSpan(from: .min, cost: home.cost)]
        guard let route = home.route, route.rides(onAnyOf: touched) else { return spans }
        var current: PricedRoute? = home
        for chapter in chapters {
            let next = way(home: home, route, chapter, &detours)
            if next?.route == current?.route { continue }
            if next != nil, current?.route?.rides(onAnyOf: chapter.dark) == true {
                spans.append(RouteSpan(from: chapter.from, cost: nil))
                spans.append(RouteSpan(from: chapter.from &+ gap, cost: next?.cost))
            } else {
                spans.append(RouteSpan(from: chapter.from, cost: next?.cost))
            }
            current = next
        }
        return spans
    }

    private func way(
        home: PricedRoute, _ route: FibreRoute, _ chapter: Chapter, _ detours: inout DetourCache
    ) -> PricedRoute? {
        if !route.rides(onAnyOf: chapter.closed) { return home }
        if let detour = detours.route(avoiding: chapter.closed) { return detour }
        return route.rides(onAnyOf: chapter.dark) ? detours.route(avoiding: chapter.dark) : home
    }
}

/// A way and what it costs; without a way, what the distance alone costs.
struct PricedRoute {
    let route: FibreRoute?
    let cost: RouteCost
}

/// Shortest ways between the ends of one path, by the set of links avoided: a script repeats itself.
struct DetourCache {
    let find: (Set<Int>) -> FibreRoute?
    let price: (FibreRoute) -> RouteCost
    private var known: [Set<Int>: PricedRoute?] = [:]

    init(find: @escaping (Set<Int>) -> FibreRoute?, price: @escaping (FibreRoute) -> RouteCost) {
        self.find = find
        self.price = price
    }

    mutating func route(avoiding closed: Set<Int>) -> PricedRoute? {
        if let known = known[closed] { return known }
        let found = find(closed).map { PricedRoute(route: $0, cost: price($0)) }
        known[closed] = .some(found)
        return found
    }
}
