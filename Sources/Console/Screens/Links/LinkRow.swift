import Metro

/// What one row of the Links screen stands for, looked up once: pictures are made anew at every look.
struct LinkRow {
    let row: LinksScreen.Row
    /// `nil` for a path that rides on no link.
    let link: LinkPicture?
    /// The path whose delay the row shows: of several on one link the one that needs attention most.
    let pathIndex: Int?
    let path: PathPicture?

    init(_ row: LinksScreen.Row, _ snapshot: MetroSnapshot) {
        self.row = row
        switch row {
        case .path(let index):
            link = nil
            pathIndex = snapshot.paths.indices.contains(index) ? index : nil
            path = pathIndex.map { snapshot.paths[$0] }
        case .link(let index):
            link = snapshot.links.indices.contains(index) ? snapshot.links[index] : nil
            let known = min(snapshot.paths.count, snapshot.inventory.paths.count)
            var worst: (index: Int, picture: PathPicture)?
            for index in link?.paths ?? [] where index >= 0 && index < known {
                let picture = snapshot.paths[index]
                if worst.map({ Self.isWorse(picture, $0.picture) }) ?? true { worst = (index, picture) }
            }
            pathIndex = worst?.index
            path = worst?.picture
        }
    }

    private static func isWorse(_ new: PathPicture, _ old: PathPicture) -> Bool {
        if new.severity != old.severity { return new.severity > old.severity }
        return (new.worstP99 ?? -1) > (old.worstP99 ?? -1)
    }

    var severity: Severity {
        guard let link else { return path?.severity ?? .unknown }
        return max(link.severity, path?.severity ?? .ok)
    }

    /// What the state column says. A path's warning says how the limit stands: over it, near it, or not proven.
    func stateWord(_ language: Language) -> String {
        if let status = link?.forward.operationalStatus.value, status != .up { return status.localized(language) }
        guard severity == .warning, let path, path.severity == .warning else { return severity.word(language) }
        let word: TableWord =
            switch path.verdict {
            case .met: .near
            case .missed: .over
            case .unknown: .unproven
            }
        return word(language)
    }

    /// Of the older direction, nanoseconds: the link's counters, else the path's samples.
    var age: Int64? {
        let ofLink = [link?.forward.ageNanoseconds, link?.backward.ageNanoseconds].compactMap { $0 }.max()
        return ofLink ?? [path?.forward.ageNanoseconds, path?.backward.ageNanoseconds].compactMap { $0 }.max()
    }

    /// What the row is sorted by, larger first; `nil` is missing.
    func key(_ sort: LinksScreen.SortKey) -> Double? {
        switch sort {
        case .name: nil
        // Within one state the slowest first.
        case .state: Double(severity.rawValue) * 1e12 + min(path?.worstP99 ?? 0, 1e11)
        case .p99: path?.worstP99
        case .loss: [path?.forward.lossRatio.value, path?.backward.lossRatio.value].compactMap { $0 }.max()
        case .utilization: [link?.forward.utilization.value, link?.backward.utilization.value].compactMap { $0 }.max()
        case .age: age.map(Double.init)
        }
    }
}
