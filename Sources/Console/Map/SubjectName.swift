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

    /// The same in at most `columns`: both names give way alike, so that neither end is lost.
    static func path(
        _ index: Int, _ snapshot: MetroSnapshot, _ language: Language, fitting columns: Int, _ widths: DisplayWidth
    ) -> StyledText {
        let whole = StyledText(path(index, snapshot, language))
        guard whole.columns(widths) > columns, snapshot.inventory.paths.indices.contains(index),
            snapshot.inventory.paths[index].name == nil
        else { return whole.cut(to: columns, widths) }
        let path = snapshot.inventory.paths[index]
        return both(site(path.a, snapshot, language), " ⇄ ", site(path.b, snapshot, language), columns, widths)
    }

    /// Two names in at most `columns`; a short one leaves its room to the other.
    private static func both(
        _ a: String, _ joint: String, _ b: String, _ columns: Int, _ widths: DisplayWidth
    ) -> StyledText {
        let room = max(0, columns - widths.of(joint))
        let half = room / 2
        let first = min(widths.of(a), max(half, room - widths.of(b)))
        return StyledText(a).cut(to: first, widths) + StyledText(joint)
            + StyledText(b).cut(to: room - first, widths)
    }

    static func link(_ index: Int, _ snapshot: MetroSnapshot, _ language: Language) -> String {
        guard snapshot.inventory.links.indices.contains(index) else { return Figure.missing }
        let link = snapshot.inventory.links[index]
        if let name = link.name?.text(language), !name.isEmpty { return name }
        guard link.siteA != link.siteB, link.siteA != nil || link.siteB != nil else { return link.id.text }
        return site(link.siteA, snapshot, language) + " – " + site(link.siteB, snapshot, language)
    }

    static func subject(
        _ subject: MetroEvent.Subject, _ snapshot: MetroSnapshot, _ language: Language, fitting columns: Int,
        _ widths: DisplayWidth
    ) -> StyledText {
        if case .path(let id) = subject, let index = snapshot.inventory.pathIndex(id) {
            return path(index, snapshot, language, fitting: columns, widths)
        }
        if case .link(let id) = subject, let link = snapshot.inventory.link(id), link.name == nil,
            link.siteA != nil || link.siteB != nil
        {
            return both(
                site(link.siteA, snapshot, language), " – ", site(link.siteB, snapshot, language), columns, widths)
        }
        return StyledText(self.subject(subject, snapshot, language)).cut(to: columns, widths)
    }

    static func subject(_ subject: MetroEvent.Subject, _ snapshot: MetroSnapshot, _ language: Language) -> String {
        switch subject {
        case .path(let id): snapshot.inventory.pathIndex(id).map { path($0, snapshot, language) } ?? id.text
        case .link(let id): snapshot.inventory.linkIndex(id).map { link($0, snapshot, language) } ?? id.text
        case .target(let id): id
        }
    }
}
