/// The mapped series of a source by their places: under which name each stands, and which stand under a path. A series
/// has one place, however its name was written: modules, and the order of its tags, do not count.
struct MappedSeries: Sendable {
    private var names: [Int32: ForeignSeries] = [:]
    private var places: [ForeignSeries: Int32] = [:]
    private var placesByTag: [ForeignSeries.Tag: [Int32]] = [:]
    /// As many as rules know, so that most deletes (routes, neighbours) are seen at once to concern none.
    private var fields: Set<String> = []

    subscript(place: Int32) -> ForeignSeries? { names[place] }

    func place(of series: ForeignSeries) -> Int32? { places[Self.plain(series)] }

    mutating func add(_ series: ForeignSeries, at place: Int32) {
        let plain = Self.plain(series)
        names[place] = series
        places[plain] = place
        fields.insert(plain.field)
        for tag in plain.tags { placesByTag[tag, default: []].append(place) }
    }

    /// All of the same group where the path names one, with all its tags, and with its field or one below.
    func places(under path: ForeignSeries) -> [Int32] {
        let field = FieldName.withoutModules(path.field)
        let below = field.hasSuffix("/") ? field : field + "/"
        let isEverything = field.isEmpty || field == "/"
        guard isEverything || fields.contains(where: { $0 == field || $0.hasPrefix(below) }) else { return [] }
        let candidates: [Int32]
        if let rarest = path.tags.min(by: { count($0) < count($1) }) {
            candidates = placesByTag[rarest] ?? []
        } else {
            candidates = Array(names.keys)
        }
        return candidates.filter { place in
            guard let series = names[place], path.group.isEmpty || path.group == series.group,
                path.tags.allSatisfy({ series[$0.key] == $0.value })
            else { return false }
            if isEverything { return true }
            let own = FieldName.withoutModules(series.field)
            return own == field || own.hasPrefix(below)
        }
    }

    private func count(_ tag: ForeignSeries.Tag) -> Int { placesByTag[tag]?.count ?? 0 }

    private static func plain(_ series: ForeignSeries) -> ForeignSeries {
        ForeignSeries(
            group: series.group, tags: series.tags.sorted { ($0.key, $0.value) < ($1.key, $1.value) },
            field: FieldName.withoutModules(series.field))
    }
}
