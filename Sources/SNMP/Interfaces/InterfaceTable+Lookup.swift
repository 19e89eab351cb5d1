extension InterfaceTable {
    /// Finds interfaces as the inventory names them.
    public struct Directory: Sendable {
        public enum Match: Hashable, Sendable {
            case found(InterfaceRow)
            case none
            /// Several interfaces have that name: none is taken, since half of the guesses would be wrong numbers.
            case ambiguous(ifIndices: [UInt32])
        }
        private let rows: [InterfaceRow]
        private let byName: [String: [Int]]
        private let byDescription: [String: [Int]]

        init(_ rows: [InterfaceRow]) {
            self.rows = rows
            byName = Self.places(rows, \.ifName)
            byDescription = Self.places(rows, \.description)
        }

        /// The one interface whose ifName is `name`, else the one whose ifDescr is.
        public func interface(named name: String) -> Match {
            let places = byName[name] ?? byDescription[name] ?? []
            if let place = places.first, places.count == 1 { return .found(rows[place]) }
            // Where ifName repeats itself, ifDescr may still tell the interfaces apart.
            if places.count > 1, let only = byDescription[name], let place = only.first, only.count == 1 {
                return .found(rows[place])
            }
            return places.isEmpty ? .none : .ambiguous(ifIndices: places.map { rows[$0].ifIndex })
        }

        private static func places(_ rows: [InterfaceRow], _ name: KeyPath<InterfaceRow, String?>) -> [String: [Int]] {
            var places: [String: [Int]] = [:]
            for (place, row) in rows.enumerated() {
                if let name = row[keyPath: name], !name.isEmpty { places[name, default: []].append(place) }
            }
            return places
        }
    }

    public var directory: Directory { Directory(rows) }
}
