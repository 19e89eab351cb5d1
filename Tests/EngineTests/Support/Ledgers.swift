import Metro
import Telemetry

@testable import Engine

/// What must never go back, and must always add up.
struct LedgerWatch {
    private var offered: UInt64 = 0
    private var stored: UInt64 = 0
    private var dropped: UInt64 = 0
    private var octets: [UInt64?] = []

    /// `nil` while the account closes and nothing went back, else what is wrong.
    /// `isDrained`: nothing can be under way.
    mutating func fault(in ledger: Ledger, isDrained: Bool = false) -> String? {
        defer { (offered, stored, dropped) = (ledger.offered, ledger.stored, ledger.dropped.total) }
        guard ledger.balances else { return "\(ledger) does not balance" }
        if isDrained, ledger.queued != 0 { return "\(ledger) still has something queued" }
        if ledger.offered < offered || ledger.stored < stored || ledger.dropped.total < dropped {
            return "\(ledger) went back from \(offered), \(stored), \(dropped)"
        }
        return nil
    }

    /// The same of the counters that the links show, and of the account in the picture.
    mutating func fault(in snapshot: MetroSnapshot) -> String? {
        let pipeline = snapshot.pipeline
        let lost = pipeline.dropped.reduce(0) { $0 + $1.count }
        guard pipeline.offered == pipeline.stored + pipeline.queued + lost else { return "\(pipeline)" }
        let now = snapshot.links.flatMap { [$0.forward.octets, $0.backward.octets] }
        defer { octets = now }
        for (before, after) in zip(octets, now) where (before ?? 0) > (after ?? 0) {
            return "an octet counter went from \(before.map { "\($0)" } ?? "nothing") to \(after ?? 0)"
        }
        return nil
    }
}

/// When something began to hold and ceased to.
struct Sightings {
    /// Seconds since the start at which it changed; the first one is when it began.
    private(set) var changes: [Double] = []

    mutating func note(_ holds: Bool, at seconds: Double) {
        if holds != (changes.count % 2 == 1) { changes.append(seconds) }
    }
}
