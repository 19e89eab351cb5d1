import Metro

/// Which rows the Links screen has, and in which order.
enum LinkRows {
    typealias Row = LinksScreen.Row

    static func all(_ snapshot: MetroSnapshot) -> [Row] {
        var isRiding = Array(repeating: false, count: snapshot.paths.count)
        for link in snapshot.links {
            for path in link.paths where isRiding.indices.contains(path) { isRiding[path] = true }
        }
        let links = min(snapshot.links.count, snapshot.inventory.links.count)
        let paths = min(snapshot.paths.count, snapshot.inventory.paths.count)
        return (0..<links).map { .link($0) } + (0..<paths).filter { !isRiding[$0] }.map { .path($0) }
    }

    static func name(_ row: Row, _ snapshot: MetroSnapshot, _ language: Language) -> String {
        switch row {
        case .link(let index): SubjectName.link(index, snapshot, language)
        case .path(let index): SubjectName.path(index, snapshot, language)
        }
    }

    static func ordered(_ rows: [Row], _ snapshot: MetroSnapshot, _ basis: LinksScreen.Basis) -> [Row] {
        if basis.sort == .name {
            let named = rows.map { (name: name($0, snapshot, basis.language), row: $0) }
            let sorted = named.sorted { $0.name < $1.name }.map(\.row)
            return basis.isReversed ? sorted.reversed() : sorted
        }
        // Worst first; what is missing stands last in either direction. Equal rows keep the inventory's order.
        let keyed = rows.enumerated().map { (key: LinkRow($1, snapshot).key(basis.sort), index: $0, row: $1) }
        let sign = basis.isReversed ? -1.0 : 1.0
        return keyed.sorted { left, right in
            let (a, b) = (left.key.map { $0 * sign } ?? -.infinity, right.key.map { $0 * sign } ?? -.infinity)
            return a == b ? left.index < right.index : a > b
        }.map(\.row)
    }
}
