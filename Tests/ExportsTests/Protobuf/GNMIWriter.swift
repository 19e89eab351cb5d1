@testable import Exports

/// SubscribeResponse messages for tests.
enum GNMIMessage {
    static func notification(
        stamp: Int64 = 1_700_000_000_000_000_001, prefix: GNMIPath? = nil, isAtomic: Bool = false,
        _ fill: (inout WireWriter) -> Void
    ) -> [UInt8] {
        WireWriter.message {
            $0.message(1) {
                if stamp != 0 { $0.number(1, signed: stamp) }
                if let prefix { $0.path(2, prefix) }
                fill(&$0)
                if isAtomic { $0.number(6, 1) }
            }
        }
    }

    static let synchronisation = WireWriter.message { $0.number(3, 1) }
}

extension WireWriter {
    mutating func path(_ field: UInt64, _ path: GNMIPath) {
        message(field) {
            if !path.origin.isEmpty { $0.text(2, path.origin) }
            for element in path.elements {
                $0.message(3) {
                    $0.text(1, element.name)
                    for key in element.keys {
                        $0.message(2) {
                            $0.text(1, key.key)
                            $0.text(2, key.value)
                        }
                    }
                }
            }
            if !path.target.isEmpty { $0.text(4, path.target) }
        }
    }

    mutating func update(_ path: String, duplicates: UInt64 = 0, _ value: (inout WireWriter) -> Void) {
        message(4) {
            $0.path(1, GNMIPath(path) ?? GNMIPath())
            $0.message(3, value)
            if duplicates > 0 { $0.number(4, duplicates) }
        }
    }

    mutating func delete(_ path: String) { self.path(5, GNMIPath(path) ?? GNMIPath()) }
}
