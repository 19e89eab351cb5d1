import Metro

/// The items of one list of the Collectors screen: their keys, their order, what a filter sees of them.
struct CollectorsRows {
    private let view: CollectorsScreen.View
    private let snapshot: MetroSnapshot

    init(_ view: CollectorsScreen.View, _ snapshot: MetroSnapshot) {
        self.view = view
        self.snapshot = snapshot
    }

    private var traps: [TrapPicture.Unknown] { snapshot.traps?.unknown ?? [] }

    var count: Int {
        switch view {
        case .targets: snapshot.targets.count
        case .traps: traps.count
        case .drift: snapshot.drift.findings.count
        }
    }

    /// Tells an item from all others, in this picture and the next ones.
    func key(_ index: Int) -> String? {
        guard (0..<count).contains(index) else { return nil }
        switch view {
        case .targets: return snapshot.targets[index].id
        case .traps: return "\(traps[index].timeNanoseconds) \(traps[index].source) \(traps[index].name)"
        case .drift:
            let finding = snapshot.drift.findings[index]
            let parts = [
                finding.kind.rawValue, finding.device?.text, finding.interface, finding.link?.text, finding.expected,
                finding.found,
            ]
            return parts.map { $0 ?? "" }.joined(separator: "\t")
        }
    }

    /// Indices of the items that the filter keeps.
    func ordered(_ state: CollectorsScreen.State, _ context: RenderContext) -> [Int] {
        var kept = Array(0..<count)
        if let matches = context.filter?.matcher() { kept = kept.filter { matches(text($0, context.language)) } }
        return view == .targets ? sorted(kept, state) : kept
    }

    /// Everything that is shown of an item, in one line.
    private func text(_ index: Int, _ language: Language) -> String {
        switch view {
        case .targets:
            let target = snapshot.targets[index]
            let own = [target.id, target.kind, target.address] + target.notes
            let shown = own.map { CollectorWord.ofSimulator($0)(language) }
            let rest = [target.state.word(language), target.lastError ?? ""]
            return (own + shown + rest).joined(separator: " ")
        case .traps:
            let trap = traps[index]
            return ([trap.source, trap.device?.text ?? "", trap.version, trap.name] + trap.variables)
                .joined(separator: " ")
        case .drift:
            let finding = snapshot.drift.findings[index]
            return [
                finding.kind.rawValue, finding.kind.word(language), finding.place, finding.link?.text ?? "",
                finding.expected ?? "", finding.found ?? "",
            ].joined(separator: " ")
        }
    }

    private func sorted(_ kept: [Int], _ state: CollectorsScreen.State) -> [Int] {
        let targets = snapshot.targets
        let sign = state.isReversed ? -1.0 : 1.0
        return kept.sorted { left, right in
            let (a, b) = (targets[left], targets[right])
            if state.sort == .name { return state.isReversed ? a.id > b.id : a.id < b.id }
            let (x, y) = (rank(a, state.sort) * sign, rank(b, state.sort) * sign)
            return x == y ? a.id < b.id : x > y
        }
    }

    /// A target that fails is slower than any that answers.
    private func rank(_ target: TargetPicture, _ sort: CollectorsScreen.SortKey) -> Double {
        switch sort {
        case .slowest:
            return Double(target.state.severity.rawValue) * 1e15 + Double(target.lastDurationNanoseconds ?? 0)
        case .timeouts: return Double(target.timeouts)
        case .errors: return Double(target.errors)
        case .name: return 0
        }
    }
}
