import Metro

/// Targets, one a line.
struct TargetTable: CollectorsTable {
    enum Column: Hashable {
        case mark, target, kind, address, state, lastAnswer, duration, attempts, timeouts, errors, retries, strays,
            drops, lag
        case drift, load, temperature, period, next
    }
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
        func count(_ id: Column, _ word: CollectorWord, _ width: Int, _ priority: Int) -> TableColumn<Column> {
            TableColumn(id, word(language), width: width, priority: priority, stretch: 2)
        }
        return [
            TableColumn(.mark, "", width: 1, .leading, priority: 100),
            TableColumn(.target, CollectorWord.target(language), width: 18, .leading, priority: 99, stretch: 24),
            TableColumn(
                .address, CollectorWord.address(language), width: 16, .leading, priority: 30, stretch: 16),
            TableColumn(.state, CollectorWord.state(language), width: 11, .leading, priority: 98),
            count(.lastAnswer, .lastAnswer, 8, 97), count(.duration, .duration, 8, 96),
            count(.attempts, .attempts, 6, 25), count(.timeouts, .timeouts, 8, 90), count(.errors, .errors, 6, 85),
            count(.retries, .retries, 7, 40), count(.strays, .strays, 6, 70), count(.drops, .drops, 6, 80),
            count(.lag, .lag, 6, 55),
            count(.drift, .drift, 6, 60), count(.load, .load, 5, 50), count(.temperature, .temperature, 5, 45),
            count(.period, .period, 6, 20), count(.next, .next, 5, 28),
        ]
    }

    var sorting: (column: Column?, descending: Bool) {
        let column: Column =
            switch state.sort {
            case .slowest: .duration
            case .name: .target
            case .timeouts: .timeouts
            case .errors: .errors
            }
        return (column, state.isReversed == (state.sort == .name))
    }

    var right: StyledText {
        let word: CollectorWord =
            switch state.sort {
            case .slowest: .slowest
            case .name: .name
            case .timeouts: .timeouts
            case .errors: .errors
            }
        return StyledText(word(language), .title)
    }

    var bottomLeft: StyledText { TrapPanel(snapshot, context).summary }
    var empty: (text: Bilingual, hint: Bilingual) { (CollectorWord.noTargets.text, CollectorWord.noTargetsHint.text) }

    func cell(_ index: Int, _ column: Column) -> StyledText {
        let target = snapshot.targets[index]
        func notable(_ count: Int) -> StyledText {
            StyledText(Figure.count(count), count > 0 ? Style(.warning) : .dim)
        }
        switch column {
        case .mark: return SeverityMark.text(target.state.severity)
        case .target: return StyledText(target.id)
        case .kind: return StyledText(CollectorWord.ofSimulator(target.kind)(language), .dim)
        case .address: return StyledText(CollectorWord.ofSimulator(target.address)(language), .dim)
        case .state:
            return StyledText(target.state.word(language), SeverityMark.textStyle(target.state.severity))
        case .lastAnswer:
            guard let last = target.lastAnswerNanoseconds else {
                return StyledText(CollectorWord.never(language), .unknown)
            }
            return StyledText(Figure.age(snapshot.timeNanoseconds &- last))
        // A stream takes as long as its source pleases.
        case .duration where target.stream != nil: return StyledText(Figure.missing, .dim)
        case .duration:
            return target.lastDurationNanoseconds.map {
                StyledText(Figure.milliseconds(Double($0), decimals: 1, width: 8))
            } ?? StyledText(Figure.missing, .dim)
        case .attempts: return StyledText(Figure.count(target.attempts), .dim)
        case .timeouts: return notable(target.timeouts)
        case .errors: return notable(target.errors)
        case .retries: return StyledText(Figure.count(target.retries), .dim)
        case .strays: return notable(target.strays.total + Int(clamping: target.stream?.unusable ?? 0))
        case .drops:
            return notable(
                Int(clamping: UInt64(max(0, target.refusedSamples)) &+ min(target.stream?.dropped ?? 0, .max / 2)))
        case .lag:
            return StyledText(target.stream?.lagNanoseconds.map { StreamFacts.lag($0) } ?? Figure.missing, .dim)
        case .drift:
            guard let device = target.device else { return StyledText(Figure.missing, .dim) }
            return notable(snapshot.drift.findings.count { $0.device == device })
        case .load:
            guard let load = target.sensors?.processorLoad.value else { return StyledText(Figure.missing, .dim) }
            return StyledText(Figure.percent(load, decimals: 0))
        case .temperature:
            guard let hottest = target.sensors?.temperatures.first else { return StyledText(Figure.missing, .dim) }
            return StyledText(Figure.fixed(hottest.celsius, decimals: 0))
        case .period:
            return StyledText(
                target.periodMilliseconds.map { Figure.age(Int64($0) * 1_000_000) } ?? Figure.missing, .dim)
        case .next:
            return StyledText(
                target.nextAttemptNanoseconds.map { Figure.age($0 &- snapshot.timeNanoseconds) } ?? Figure.missing, .dim
            )
        }
    }
}
