@testable import SNMP

extension InterfaceTable.Directory.Answer {
    var row: InterfaceRow? { if case .found(let match) = self { match.row } else { nil } }
}
