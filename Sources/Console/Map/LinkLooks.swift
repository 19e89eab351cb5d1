import Metro

/// How every link is drawn. The map is the one screen that shows all of them: they are looked at once a judgement and
/// not for every frame.
struct LinkLooks: Hashable, Sendable {
    struct Halves: Hashable, Sendable {
        var a: LinkLook
        var b: LinkLook
    }

    /// In the order of `inventory.links`.
    let halves: [Halves]
    private let judgement: UInt64
    private let inventoryVersion: String
    private let byUtilization: Bool

    init(_ snapshot: MetroSnapshot, byUtilization: Bool) {
        judgement = snapshot.judgement
        inventoryVersion = snapshot.inventory.version
        self.byUtilization = byUtilization
        halves = snapshot.inventory.links.indices.map { index in
            let (a, b) = LinkLook.halves(index, snapshot, byUtilization: byUtilization)
            return Halves(a: a, b: b)
        }
    }

    func isFor(_ snapshot: MetroSnapshot, byUtilization: Bool) -> Bool {
        judgement == snapshot.judgement && inventoryVersion == snapshot.inventory.version
            && self.byUtilization == byUtilization
    }
}
