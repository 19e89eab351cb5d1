import Metro

/// What can be selected in the panels of a subject, and where Enter leads from there.
enum DetailRows {
    enum Item: Hashable, Sendable {
        case link(Int)
        case path(Int)
        case site(Int)
        case device(DeviceID)
        case event(MetroEvent, ScreenEffect)

        var effect: ScreenEffect {
            switch self {
            case .link(let index): .openLink(index)
            case .path(let index): .openPath(index)
            case .site(let index): .openSite(index)
            case .event(_, let effect): effect
            case .device: .none
            }
        }
    }

    static func items(
        _ panel: DetailScreen.Panel, _ subject: DetailScreen.Subject, _ snapshot: MetroSnapshot
    ) -> [Item] {
        switch panel {
        case .figures, .histogram, .probing, .remarks: []
        case .facts: facts(subject, snapshot)
        case .paths: PairRanking.ranked(paths(subject, snapshot), snapshot).map { .path($0) }
        case .links: links(subject, snapshot).map { .link($0) }
        case .devices: devices(subject, snapshot).map { .device($0.id) }
        case .events: events(subject, snapshot).map { .event($0, effect($0, subject, snapshot)) }
        }
    }

    /// The link under a path and the sites at its ends.
    private static func facts(_ subject: DetailScreen.Subject, _ snapshot: MetroSnapshot) -> [Item] {
        let inventory = snapshot.inventory
        guard case .path(let index) = subject, inventory.paths.indices.contains(index) else { return [] }
        let path = inventory.paths[index]
        let link = path.link.flatMap { inventory.linkIndex($0) }.map { Item.link($0) }
        let ends = [path.a, path.b].compactMap { inventory.siteIndex($0) }.map { Item.site($0) }
        return (link.map { [$0] } ?? []) + ends
    }

    static func paths(_ subject: DetailScreen.Subject, _ snapshot: MetroSnapshot) -> [Int] {
        switch subject {
        case .path(let index): [index]
        case .link(let index): snapshot.links.indices.contains(index) ? snapshot.links[index].paths : []
        case .site(let index):
            if snapshot.inventory.sites.indices.contains(index) {
                snapshot.inventory.paths(at: snapshot.inventory.sites[index].id)
            } else {
                []
            }
        }
    }

    static func links(_ subject: DetailScreen.Subject, _ snapshot: MetroSnapshot) -> [Int] {
        guard case .site(let index) = subject, snapshot.inventory.sites.indices.contains(index) else { return [] }
        let own = snapshot.inventory.links(at: snapshot.inventory.sites[index].id).filter { $0 < snapshot.links.count }
        let keyed = own.map { (severity: snapshot.links[$0].severity, index: $0) }
        return keyed.sorted { ($1.severity, $0.index) < ($0.severity, $1.index) }.map(\.index)
    }

    private static func devices(_ subject: DetailScreen.Subject, _ snapshot: MetroSnapshot) -> [Device] {
        guard case .site(let index) = subject, snapshot.inventory.sites.indices.contains(index) else { return [] }
        let site = snapshot.inventory.sites[index].id
        return snapshot.inventory.devices.filter { $0.site == site }
    }

    /// Events of the subject and of what rides on it or ends there.
    static func events(_ subject: DetailScreen.Subject, _ snapshot: MetroSnapshot) -> [MetroEvent] {
        let inventory = snapshot.inventory
        let paths = Set(
            paths(subject, snapshot).filter { inventory.paths.indices.contains($0) }.map { inventory.paths[$0].id })
        var links = Set(links(subject, snapshot).map { inventory.links[$0].id })
        if case .link(let index) = subject, inventory.links.indices.contains(index) {
            links.insert(inventory.links[index].id)
        }
        if case .path(let index) = subject, inventory.paths.indices.contains(index),
            let link = inventory.paths[index].link
        {
            links.insert(link)
        }
        return EventList.ordered(snapshot).filter { event in
            switch event.subject {
            case .path(let id): paths.contains(id)
            case .link(let id): links.contains(id)
            case .target: false
            }
        }
    }

    /// Where an event leads; nowhere when that is here.
    private static func effect(
        _ event: MetroEvent, _ subject: DetailScreen.Subject, _ snapshot: MetroSnapshot
    ) -> ScreenEffect {
        switch event.subject {
        case .path(let id):
            guard let index = snapshot.inventory.pathIndex(id), subject != .path(index) else { return .none }
            return .openPath(index)
        case .link(let id):
            guard let index = snapshot.inventory.linkIndex(id), subject != .link(index) else { return .none }
            return .openLink(index)
        case .target: return .none
        }
    }
}
