/// A column of a table; `ID` says what it shows.
public struct TableColumn<ID: Hashable & Sendable>: Hashable, Sendable {
    public var id: ID
    public var title: String
    /// The unit and other words that stand above the title, over all neighbours with the same text.
    public var group: String
    public var width: Int
    public var alignment: Alignment
    /// Where there is too little room, the lowest goes first.
    public var priority: Int
    /// Columns that it may grow by, shared with others that grow.
    public var stretch: Int

    public init(
        _ id: ID, _ title: String, group: String = "", width: Int, _ alignment: Alignment = .trailing, priority: Int,
        stretch: Int = 0
    ) {
        self.id = id
        self.title = title
        self.group = group
        self.width = width
        self.alignment = alignment
        self.priority = priority
        self.stretch = stretch
    }
}

/// The columns that fit, and where each stands.
public struct TableLayout<ID: Hashable & Sendable>: Hashable, Sendable {
    public struct Placed: Hashable, Sendable {
        public var column: TableColumn<ID>
        /// From the left edge of the table.
        public var x: Int
        public var width: Int
    }

    public let placed: [Placed]
    static var gap: Int { 1 }

    /// Drops columns by priority, equal ones together, until the rest fits into `width`; what is left over goes to the
    /// columns that stretch, the most important first.
    public init(_ columns: [TableColumn<ID>], width: Int) {
        var kept = columns
        func total() -> Int { kept.reduce(0) { $0 + $1.width + Self.gap } - Self.gap }
        while total() > width, let lowest = kept.map(\.priority).min(), kept.contains(where: { $0.priority > lowest }) {
            kept.removeAll { $0.priority == lowest }
        }
        var spare = max(0, width - total())
        for index in kept.indices.sorted(by: { kept[$0].priority > kept[$1].priority }) {
            let growth = min(spare, kept[index].stretch)
            kept[index].width += growth
            spare -= growth
        }
        var x = 0
        placed = kept.map { column in
            let own = Placed(column: column, x: x, width: min(column.width, max(0, width - x)))
            x += own.width + Self.gap
            return own
        }
    }

    public subscript(id: ID) -> Placed? { placed.first { $0.column.id == id } }

    /// From the first to the last of neighbouring columns among `ids` that are there: x and width; `nil` without any.
    func span(_ ids: [ID]) -> (x: Int, width: Int)? {
        let own = placed.filter { ids.contains($0.column.id) }
        guard let first = own.first, let last = own.last else { return nil }
        return (first.x, last.x + last.width - first.x)
    }

    /// The head: groups above titles; the sorted column carries an arrow in the space before or after its title.
    func drawHead(
        into frame: inout Frame, x: Int, y: Int, showsGroups: Bool, sorted: ID?, descending: Bool
    ) {
        let titleRow = showsGroups ? y + 1 : y
        for column in placed {
            let isSorted = column.column.id == sorted
            let arrow = isSorted ? (descending ? "▾" : "▴") : ""
            let title =
                column.column.alignment == .trailing ? arrow + column.column.title : column.column.title + arrow
            frame.put(
                title, x: x + column.x, y: titleRow, style: isSorted ? Style(.accent) : Style(.columnTitle),
                maxWidth: column.width, alignment: column.column.alignment)
        }
        if showsGroups { drawGroups(into: &frame, x: x, y: y) }
    }

    private func drawGroups(into frame: inout Frame, x: Int, y: Int) {
        var index = 0
        while index < placed.count {
            let group = placed[index].column.group
            var end = index
            while end + 1 < placed.count, placed[end + 1].column.group == group { end += 1 }
            if !group.isEmpty {
                let width = placed[end].x + placed[end].width - placed[index].x
                frame.put(
                    group, x: x + placed[index].x, y: y, style: .dim, maxWidth: width,
                    alignment: placed[index].column.alignment)
            }
            index = end + 1
        }
    }
}
