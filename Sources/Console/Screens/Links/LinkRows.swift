import Metro

/// Which rows the Links screen has, in which order, and what each stands for.
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

    /// The path whose delay the row shows: of several on one link the one that needs attention most.
    static func path(_ row: Row, _ snapshot: MetroSnapshot) -> Int? {
        switch row {
        case .path(let index): return snapshot.paths.indices.contains(index) ? index : nil
        case .link(let index):
            guard snapshot.links.indices.contains(index) else { return nil }
            let known = min(snapshot.paths.count, snapshot.inventory.paths.count)
            return snapshot.links[index].paths.filter { $0 >= 0 && $0 < known }.max { left, right in
                let (a, b) = (snapshot.paths[left], snapshot.paths[right])
                if a.severity != b.severity { return a.severity < b.severity }
                return (a.worstP99 ?? -1) < (b.worstP99 ?? -1)
            }
        }
    }

    static func severity(_ row: Row, _ snapshot: MetroSnapshot) -> Severity {
        let own = path(row, snapshot).map { snapshot.paths[$0].severity }
        guard case .link(let index) = row, snapshot.links.indices.contains(index) else { return own ?? .unknown }
        return max(snapshot.links[index].severity, own ?? .ok)
    }

    /// What the state column says. A path's warning says how the limit stands: over it, near it, or not proven.
    static func stateWord(_ row: Row, _ snapshot: MetroSnapshot, _ language: Language) -> String {
        if case .link(let index) = row, snapshot.links.indices.contains(index),
            let status = snapshot.links[index].forward.operationalStatus.value, status != .up
        {
            return status.localized(language)
        }
        let severity = severity(row, snapshot)
        guard severity == .warning, let path = path(row, snapshot).map({ snapshot.paths[$0] }),
            path.severity == .warning
        else { return severity.word(language) }
        let word: TableWord =
            switch path.verdict {
            case .met: .near
            case .missed: .over
            case .unknown: .unproven
            }
        return word(language)
    }

    static func name(_ row: Row, _ snapshot: MetroSnapshot, _ language: Language) -> String {
        switch row {
        case .link(let index): SubjectName.link(index, snapshot, language)
        case .path(let index): SubjectName.path(index, snapshot, language)
        }
    }

    static func age(_ row: Row, _ snapshot: MetroSnapshot) -> Int64? {
        if case .link(let index) = row, snapshot.links.indices.contains(index) {
            let link = snapshot.links[index]
            let ages = [link.forward.ageNanoseconds, link.backward.ageNanoseconds].compactMap { $0 }
            if let oldest = ages.max() { return oldest }
        }
        guard let path = path(row, snapshot).map({ snapshot.paths[$0] }) else { return nil }
        return [path.forward.ageNanoseconds, path.backward.ageNanoseconds].compactMap { $0 }.max()
    }

    static func ordered(_ rows: [Row], _ snapshot: MetroSnapshot, _ basis: LinksScreen.Basis) -> [Row] {
        if basis.sort == .name {
            let named = rows.map { (name: name($0, snapshot, basis.language), row: $0) }
            let sorted = named.sorted { $0.name < $1.name }.map(\.row)
            return basis.isReversed ? sorted.reversed() : sorted
        }
        // Worst first; what is missing stands last in either direction. Equal rows keep the inventory's order.
        let keyed = rows.enumerated().map { (key: key($1, snapshot, basis.sort), index: $0, row: $1) }
        let sign = basis.isReversed ? -1.0 : 1.0
        return keyed.sorted { left, right in
            let (a, b) = (left.key.map { $0 * sign } ?? -.infinity, right.key.map { $0 * sign } ?? -.infinity)
            return a == b ? left.index < right.index : a > b
        }.map(\.row)
    }

    private static func key(_ row: Row, _ snapshot: MetroSnapshot, _ sort: LinksScreen.SortKey) -> Double? {
        let path = path(row, snapshot).map { snapshot.paths[$0] }
        switch sort {
        case .name: return nil
        case .state:
            // Within one state the slowest first.
            return Double(severity(row, snapshot).rawValue) * 1e12 + min(path?.worstP99 ?? 0, 1e11)
        case .p99: return path?.worstP99
        case .loss:
            return [path?.forward.lossRatio.value, path?.backward.lossRatio.value].compactMap { $0 }.max()
        case .utilization:
            guard case .link(let index) = row, snapshot.links.indices.contains(index) else { return nil }
            let link = snapshot.links[index]
            return [link.forward.utilization.value, link.backward.utilization.value].compactMap { $0 }.max()
        case .age: return age(row, snapshot).map(Double.init)
        }
    }
}
