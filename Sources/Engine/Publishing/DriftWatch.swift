import Collecting
import Metro
import Synchronization

/// Holds the inventory against the latest surveys. On a thread of its own: a city of a hundred thousand links takes it a
/// while, and no picture shall wait.
final class DriftWatch: Sendable {
    /// Between two looks.
    static let intervalNanoseconds: Int64 = 10_000_000_000

    private struct State {
        var picture: DriftPicture
        var surveyCount = 0
    }
    private let inventory: Inventory
    private let state: Mutex<State>

    init(_ setup: EngineSetup) {
        inventory = setup.inventory
        let isPolled = setup.source == .measured && setup.collectors.snmp.isEnabled
        let polled = isPolled ? setup.inventory.devices.count { $0.snmp != nil } : 0
        state = Mutex(State(picture: DriftPicture(polledDevices: polled)))
    }

    var picture: DriftPicture { state.withLock { $0.picture } }

    /// Compares anew where there is a survey that the last look did not have.
    func look(at board: SubjectBoard) {
        guard state.withLock({ $0.surveyCount }) != board.surveyCount else { return }
        let findings = InventoryComparison(inventory, surveys: board.surveys).findings
        state.withLock { state in
            state.surveyCount = board.surveyCount
            state.picture = DriftPicture(
                findings: findings, surveyedDevices: board.surveys.count, polledDevices: state.picture.polledDevices,
                deafDevices: board.surveys.values.count { $0.neighbours.isEmpty })
        }
    }
}
