import Metro

extension LinksScreen {
    enum Column: Hashable, Sendable {
        case mark, name, p50Forward, p99Forward, p999Forward, p50Backward, p99Backward, p999Backward
        case loss, delayVariation, layer, utilizationForward, utilizationBackward, lastHour, age, clockError, state
    }

    static let forwardDelays: [Column] = [.p50Forward, .p99Forward, .p999Forward]
    static let backwardDelays: [Column] = [.p50Backward, .p99Backward, .p999Backward]
    static let utilizations: [Column] = [.utilizationForward, .utilizationBackward]

    /// At 80 columns the p99 of both directions stays, with loss, utilization, the last hour and the age.
    static func columns(_ language: Language, byUtilization: Bool) -> [TableColumn<Column>] {
        let delays = TableWord.milliseconds(language)
        let load = TableWord.utilization(language)
        func delay(_ id: Column, _ title: String, _ arrow: String, _ priority: Int) -> TableColumn<Column> {
            TableColumn(id, title, group: "\(arrow) \(delays)", width: 6, priority: priority)
        }
        return [
            TableColumn(.mark, "", width: 1, .leading, priority: 100),
            TableColumn(.name, TableWord.link(language), width: 18, .leading, priority: 99, stretch: 26),
            delay(.p50Forward, "p50", "A→B", 40), delay(.p99Forward, "p99", "A→B", 90),
            delay(.p999Forward, "p99.9", "A→B", 30), delay(.p50Backward, "p50", "B→A", 40),
            delay(.p99Backward, "p99", "B→A", 89), delay(.p999Backward, "p99.9", "B→A", 30),
            TableColumn(.loss, TableWord.loss(language), width: 6, priority: 80),
            TableColumn(.delayVariation, TableWord.delayVariation(language), group: delays, width: 8, priority: 20),
            TableColumn(.layer, TableWord.layer(language), width: 4, .leading, priority: 35),
            TableColumn(.utilizationForward, "A→B", group: load, width: 6, priority: 88),
            TableColumn(.utilizationBackward, "B→A", group: load, width: 6, priority: 87),
            TableColumn(
                .lastHour, TableWord.lastHour(language), group: (byUtilization ? TableWord.load : .delay)(language),
                width: 10, .leading, priority: 70, stretch: 20),
            TableColumn(.age, TableWord.age(language), width: 4, priority: 85),
            TableColumn(.clockError, TableWord.clockError(language), width: 8, priority: 50),
            TableColumn(.state, TableWord.state(language), width: 8, .leading, priority: 45, stretch: 8),
        ]
    }

    /// The column under which the arrow of the order stands.
    static func column(_ sort: SortKey) -> Column {
        switch sort {
        case .state: .state
        case .name: .name
        case .p99: .p99Forward
        case .loss: .loss
        case .utilization: .utilizationForward
        case .age: .age
        }
    }

    static func title(_ sort: SortKey) -> Bilingual {
        switch sort {
        case .state: TableWord.state.text
        case .name: TableWord.name.text
        case .p99: Bilingual("p99", "p99")
        case .loss: TableWord.loss.text
        case .utilization: TableWord.utilization.text
        case .age: TableWord.age.text
        }
    }
}
