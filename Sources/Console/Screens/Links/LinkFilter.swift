import Metro

/// Which entries of an inventory a filter finds by what never changes (names in both languages, ids, interfaces).
/// Kept from picture to picture, so that ten thousand links are not searched again every second.
struct LinkFilter: Hashable, Sendable {
    private let filter: RowFilter
    private let inventoryVersion: String
    private var links: [Bool]
    private var paths: [Bool]

    init(_ filter: RowFilter, _ snapshot: MetroSnapshot) {
        self.filter = filter
        inventoryVersion = snapshot.inventory.version
        let finds = filter.finder()
        links = snapshot.inventory.links.indices.map { index in
            let link = snapshot.inventory.links[index]
            return Language.allCases.contains { finds(SubjectName.link(index, snapshot, $0)) } || finds(link.id.text)
                || finds(link.a.description) || finds(link.b.description)
        }
        paths = snapshot.inventory.paths.indices.map { index in
            Language.allCases.contains { finds(SubjectName.path(index, snapshot, $0)) }
                || finds(snapshot.inventory.paths[index].id.text)
        }
    }

    func isFor(_ filter: RowFilter, _ snapshot: MetroSnapshot) -> Bool {
        self.filter == filter && inventoryVersion == snapshot.inventory.version
    }

    /// `rows` that the filter keeps: by the above, by their state's word, by the aliases that devices report.
    func keep(_ rows: [LinksScreen.Row], _ snapshot: MetroSnapshot, _ language: Language) -> [LinksScreen.Row] {
        let finds = filter.finder()
        let states = Set(Severity.allCases.filter { finds($0.word(language)) })
        var isWordFound: [String: Bool] = [:]
        return rows.filter { row in
            let row = LinkRow(row, snapshot)
            let word = row.stateWord(language)
            let isWord = isWordFound[word] ?? finds(word)
            isWordFound[word] = isWord
            let isFound =
                isWord || isKnown(row) || states.contains(row.severity)
                || [row.link?.endA.alias, row.link?.endB.alias].compactMap { $0 }.contains { !$0.isEmpty && finds($0) }
            return isFound != filter.isInverse
        }
    }

    private func isKnown(_ row: LinkRow) -> Bool {
        if case .link(let index) = row.row, links.indices.contains(index), links[index] { return true }
        return row.pathIndex.map { paths.indices.contains($0) && paths[$0] } ?? false
    }
}
