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
        guard widths.of(a) + widths.of(b) > room else { return StyledText(a + joint + b) }
        let half = room / 2
        let first = min(widths.of(a), max(half, room - widths.of(b)))
        return StyledText(shortened(a, first, widths) + joint + shortened(b, room - first, widths))
    }

    /// Words that say of many sites the same, longest first.
    private static let genericWords = [
        " Computing Centre", " Computing Center", " Data Centre", " Data Center", "智算中心", "算力中心", "数据中心",
    ]

    /// A name in at most `columns`: without the words that every site bears, then without its middle, because sites of
    /// one district differ at the end.
    static func shortened(_ name: String, _ columns: Int, _ widths: DisplayWidth) -> String {
        var name = name
        if widths.of(name) > columns, let generic = genericWords.first(where: { name.contains($0) }) {
            let rest = name.replacing(generic, with: "")
            if !rest.isEmpty { name = rest }
        }
        guard widths.of(name) > columns else { return name }
        guard columns >= 5 else { return text(StyledText(name).cut(to: columns, widths)) }
        let word = name.split(separator: " ").last.map(String.init) ?? ""
        // The whole last word where it leaves a beginning to see.
        let wanted = word.count < name.count && widths.of(word) <= columns - 3 ? widths.of(word) : (columns - 1) / 2
        var tail = ""
        for character in name.reversed() {
            guard widths.of(String(character) + tail) <= wanted else { break }
            tail = String(character) + tail
        }
        let head = StyledText(name).cut(to: columns - 1 - widths.of(tail), widths, ellipsis: false)
        return text(head) + "…" + tail
    }

    private static func text(_ styled: StyledText) -> String { styled.spans.map(\.text).joined() }

    static func link(_ index: Int, _ snapshot: MetroSnapshot, _ language: Language) -> String {
        guard snapshot.inventory.links.indices.contains(index) else { return Figure.missing }
        let link = snapshot.inventory.links[index]
        if let name = link.name?.text(language), !name.isEmpty { return name }
        guard joinsSites(link) else { return link.id.text }
        return site(link.siteA, snapshot, language) + " – " + site(link.siteB, snapshot, language)
            + distinction(link, snapshot)
    }

    private static func joinsSites(_ link: Link) -> Bool {
        link.siteA != link.siteB && (link.siteA != nil || link.siteB != nil)
    }

    /// The id behind the sites' names where several links join the same two.
    private static func distinction(_ link: Link, _ snapshot: MetroSnapshot) -> String {
        snapshot.inventory.parallelLinks.contains(link.id) ? " (" + link.id.text + ")" : ""
    }

    static func subject(
        _ subject: MetroEvent.Subject, _ snapshot: MetroSnapshot, _ language: Language, fitting columns: Int,
        _ widths: DisplayWidth
    ) -> StyledText {
        if case .path(let id) = subject, let index = snapshot.inventory.pathIndex(id) {
            return path(index, snapshot, language, fitting: columns, widths)
        }
        if case .link(let id) = subject, let link = snapshot.inventory.link(id), link.name == nil, joinsSites(link) {
            let id = distinction(link, snapshot)
            let names = both(
                site(link.siteA, snapshot, language), " – ", site(link.siteB, snapshot, language),
                columns - widths.of(id), widths)
            return (names + StyledText(id)).cut(to: columns, widths)
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
