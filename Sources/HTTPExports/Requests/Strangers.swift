import Exports
import Synchronization

/// What scanners and other strangers do at a port. It costs no telemetry, and each kind is told once, so that it pushes
/// no real problem out of the few notes that are kept.
final class Strangers: Sendable {
    enum Kind: Hashable { case wrongToken, wrongPath, wrongMethod, noHTTP }

    private let told = Mutex<Set<Kind>>([])

    func note(_ kind: Kind, _ words: String, at door: any ExportDoor) {
        guard told.withLock({ $0.insert(kind).inserted }) else { return }
        door.note(words + " (more of the kind are not told)")
    }
}

extension ExportDoor {
    /// One more was lost before us. A sender can bring this count to its end by what its own messages say.
    func lose() { account { if $0.dropped < .max { $0.dropped += 1 } } }
}
