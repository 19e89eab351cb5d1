import Metro

extension InterfaceTable {
    /// An interface that was found, and how.
    public struct Match: Hashable, Sendable {
        public let row: InterfaceRow
        /// The column that told it apart, to be asked again with its numbers; `nil` where the agent has no names.
        let witness: InterfaceColumn?
    }

    /// Finds interfaces as the inventory names them.
    public struct Directory: Sendable {
        public enum Answer: Hashable, Sendable {
            case found(Match)
            case none
            /// Several interfaces have that name: none is taken, since half of the guesses would be wrong numbers.
            case ambiguous(ifIndices: [UInt32])
        }
        private let rows: [InterfaceRow]
        private let mapping: InterfaceMapping
        private let byName: [String: [Int]]
        private let byDescription: [String: [Int]]
        private let byAlias: [String: [Int]]
        private let byIndex: [UInt32: Int]

        init(_ rows: [InterfaceRow], _ mapping: InterfaceMapping) {
            self.rows = rows
            self.mapping = mapping
            byName = mapping == .name ? Self.places(rows, \.ifName) : [:]
            byDescription = mapping == .name ? Self.places(rows, \.description) : [:]
            byAlias = mapping == .alias ? Self.places(rows, \.alias) : [:]
            byIndex =
                mapping == .index
                ? Dictionary(rows.enumerated().map { ($1.ifIndex, $0) }, uniquingKeysWith: { first, _ in first }) : [:]
        }

        /// By ifName the one interface whose ifName is `name`, else the one whose ifDescr is.
        public func interface(named name: String) -> Answer {
            switch mapping {
            case .name:
                let answer = answer(byName[name] ?? [], .name)
                if case .found = answer { return answer }
                // Where ifName repeats itself, ifDescr may still tell the interfaces apart.
                let second = self.answer(byDescription[name] ?? [], .description)
                if case .found = second { return second }
                return answer == .none ? second : answer
            case .alias: return answer(byAlias[name] ?? [], .alias)
            case .index:
                guard let place = UInt32(name).flatMap({ byIndex[$0] }) else { return .none }
                let witness = [InterfaceColumn.name, .description].first { rows[place].cells.octetString($0) != nil }
                return .found(Match(row: rows[place], witness: witness))
            }
        }

        private func answer(_ places: [Int], _ witness: InterfaceColumn) -> Answer {
            guard let place = places.first else { return .none }
            guard places.count == 1 else { return .ambiguous(ifIndices: places.map { rows[$0].ifIndex }) }
            return .found(Match(row: rows[place], witness: witness))
        }

        private static func places(_ rows: [InterfaceRow], _ name: (InterfaceRow) -> String?) -> [String: [Int]] {
            var places: [String: [Int]] = [:]
            for (place, row) in rows.enumerated() {
                if let name = name(row), !name.isEmpty { places[name, default: []].append(place) }
            }
            return places
        }
    }

    public func directory(_ mapping: InterfaceMapping = .name) -> Directory { Directory(rows, mapping) }
}
