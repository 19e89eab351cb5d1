import Metro

/// Names of what paths, links and events are about.
enum SubjectName {
    static func site(_ id: SiteID?, _ snapshot: MetroSnapshot, _ language: Language) -> String {
        guard let id else { return Figure.missing }
        let name = snapshot.inventory.site(id)?.name.text(language) ?? ""
        return name.isEmpty ? id.text : name
    }

    /// `Futian ⇄ Nanshan`, or the path's own name.
    static func path(_ index: Int, _ snapshot: MetroSnapshot, _ language: Language) -> String {
        guard snapshot.inventory.paths.indices.contains(index) else { return Figure.missing }
        let path = snapshot.inventory.paths[index]
        if let name = path.name?.text(language), !name.isEmpty { return name }
        return site(path.a, snapshot, language) + " ⇄ " + site(path.b, snapshot, language)
    }

    static func link(_ index: Int, _ snapshot: MetroSnapshot, _ language: Language) -> String {
        guard snapshot.inventory.links.indices.contains(index) else { return Figure.missing }
        let link = snapshot.inventory.links[index]
        if let name = link.name?.text(language), !name.isEmpty { return name }
        guard link.siteA != nil || link.siteB != nil else { return link.id.text }
        return site(link.siteA, snapshot, language) + " – " + site(link.siteB, snapshot, language)
    }

    static func subject(_ subject: MetroEvent.Subject, _ snapshot: MetroSnapshot, _ language: Language) -> String {
        switch subject {
        case .path(let id): snapshot.inventory.pathIndex(id).map { path($0, snapshot, language) } ?? id.text
        case .link(let id): snapshot.inventory.linkIndex(id).map { link($0, snapshot, language) } ?? id.text
        case .target(let id): id
        }
    }
}
