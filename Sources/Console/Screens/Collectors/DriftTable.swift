import Metro

/// Where the network differs from the inventory, one difference a line.
struct DriftTable: CollectorsTable {
    enum Column: Hashable { case mark, kind, place, expected, found }
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
            TableColumn(.mark, "", width: 1, .leading, priority: 100),
            TableColumn(.kind, CollectorWord.difference(language), width: 19, .leading, priority: 99, stretch: 4),
            TableColumn(.place, CollectorWord.place(language), width: 19, .leading, priority: 98, stretch: 9),
            TableColumn(
                .expected, CollectorWord.inventorySays(language), width: 17, .leading, priority: 97, stretch: 10),
            TableColumn(.found, CollectorWord.deviceSays(language), width: 16, .leading, priority: 96, stretch: 80),
        ]
    }

    var sorting: (column: Column?, descending: Bool) { (nil, true) }

    /// How much was looked at: what was not may differ unseen.
    var right: StyledText {
        let drift = snapshot.drift
        let isWhole = drift.surveyedDevices >= drift.polledDevices
        let read = "\(Figure.count(drift.surveyedDevices))/\(Figure.count(drift.polledDevices))"
        let text = StyledText(CollectorWord.surveyed(language) + " " + read, isWhole ? .dim : Style(.warning))
        guard drift.deafDevices > 0 else { return text }
        return text + StyledText("  \(CollectorWord.deaf(language)) \(Figure.count(drift.deafDevices))", .dim)
    }

    var bottomLeft: StyledText {
        let omitted = snapshot.drift.omitted
        return omitted > 0
            ? StyledText("! \(CollectorWord.omitted(language)) \(Figure.count(omitted))", .warning) : StyledText()
    }

    var empty: (text: Bilingual, hint: Bilingual) {
        snapshot.drift.surveyedDevices == 0
            ? (CollectorWord.notSurveyed.text, CollectorWord.notSurveyedHint.text)
            : (CollectorWord.noDrift.text, CollectorWord.noDriftHint.text)
    }

    func cell(_ index: Int, _ column: Column) -> StyledText {
        let finding = snapshot.drift.findings[index]
        switch column {
        case .mark: return SeverityMark.text(.warning)
        case .kind: return StyledText(finding.kind.word(language))
        case .place: return StyledText(finding.place)
        case .expected: return StyledText(finding.expected ?? Figure.missing, finding.expected == nil ? .dim : .text)
        case .found: return StyledText(finding.found ?? Figure.missing, finding.found == nil ? .dim : .text)
        }
    }
}
