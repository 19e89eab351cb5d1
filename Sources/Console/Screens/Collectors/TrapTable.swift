import Metro

/// Notifications of unknown meaning, newest first.
struct TrapTable: CollectorsTable {
    enum Column: Hashable { case time, from, version, name, variables }
    let state: CollectorsScreen.State
    let snapshot: MetroSnapshot
    let context: RenderContext

    init(_ state: CollectorsScreen.State, _ snapshot: MetroSnapshot, _ context: RenderContext) {
        self.state = state
        self.snapshot = snapshot
        self.context = context
    }

    private var language: Language { context.language }

    var columns: [TableColumn<Column>] {
        [
            TableColumn(.time, CollectorWord.time(language), width: 8, .leading, priority: 99),
            TableColumn(.from, CollectorWord.source(language), width: 14, .leading, priority: 98, stretch: 12),
            TableColumn(.version, "", width: 3, .leading, priority: 60),
            TableColumn(
                .name, CollectorWord.unknownTrap(language), width: 32, .leading, priority: 97, stretch: 12),
            TableColumn(
                .variables, CollectorWord.content(language), width: 12, .leading, priority: 50, stretch: 200),
        ]
    }

    var sorting: (column: Column?, descending: Bool) { (.time, true) }
    var right: StyledText { StyledText(CollectorWord.unknownList(language), .title) }
    var bottomLeft: StyledText { StyledText() }
    var empty: (text: Bilingual, hint: Bilingual) {
        snapshot.traps == nil
            ? (CollectorWord.noTraps.text, CollectorWord.noTrapsHint.text)
            : (CollectorWord.noUnknownTraps.text, CollectorWord.noUnknownTrapsHint.text)
    }

    func cell(_ index: Int, _ column: Column) -> StyledText {
        guard let trap = snapshot.traps?.unknown[index] else { return StyledText() }
        switch column {
        case .time:
            return StyledText(
                Figure.timeOfDay(trap.timeNanoseconds, offsetSeconds: snapshot.zoneOffsetSeconds), .dim)
        case .from: return StyledText(trap.device?.text ?? trap.source)
        case .version: return StyledText(trap.version, .dim)
        case .name: return StyledText(Self.abbreviated(trap.name))
        case .variables: return StyledText(trap.variables.map(Self.value).joined(separator: "  "), .dim)
        }
    }

    /// With the names of the two trees that nearly all objects stand in, so that the end of a name is seen.
    static func abbreviated(_ name: String) -> String {
        for (tree, word) in [("1.3.6.1.4.1.", "enterprises."), ("1.3.6.1.2.1.", "mib-2.")] where name.hasPrefix(tree) {
            return word + name.dropFirst(tree.count)
        }
        return name
    }

    /// Of `NAME = VALUE`: the value says more.
    private static func value(_ variable: String) -> String {
        variable.firstRange(of: " = ").map { String(variable[$0.upperBound...]) } ?? variable
    }
}
