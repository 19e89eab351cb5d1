import Metro

extension SnapshotDocument {
    struct StraysEntry: Encodable, Sendable {
        let late: Int
        let duplicate: Int
        let foreign: Int
        let unknown: Int
        let malformed: Int
        let untrusted: Int
        let relearned: Int

        init(_ strays: StrayAnswers) {
            late = strays.late
            duplicate = strays.duplicate
            foreign = strays.foreign
            unknown = strays.unknown
            malformed = strays.malformed
            untrusted = strays.untrusted
            relearned = strays.relearned
        }
    }
}
