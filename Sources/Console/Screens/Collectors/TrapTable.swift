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
                .name, CollectorWord.unknownTrap(language), width: 26, .leading, priority: 97, stretch: 14),
            TableColumn(
                .variables, CollectorWord.content(language), width: 18, .leading, priority: 50, stretch: 200),
        ]
    }

    var sorting: (column: Column?, descending: Bool) { (.time, true) }
    var right: StyledText { StyledText(CollectorWord.unknownTraps(language), .title) }
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
        case .name: return StyledText(trap.name)
        case .variables: return StyledText(trap.variables.joined(separator: "  "), .dim)
        }
    }
}
