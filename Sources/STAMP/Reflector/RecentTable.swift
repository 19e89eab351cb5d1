/// A table of limited size that forgets what has not been used for long: the newer half is kept when the older one is
/// forgotten, all of it at once.
struct RecentTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let half: Int
    private var newer: [Key: Value] = [:]
    private var older: [Key: Value] = [:]
    /// Entries forgotten so far.
    private(set) var forgotten: UInt64 = 0

    /// Holds at least half of `limit` entries, those used last, and never more than `limit`.
    init(limit: Int) { half = max(limit / 2, 1) }

    var count: Int { newer.count + older.count }

    /// Lets `body` use and change the entry, made from `fresh` where there is none.
    mutating func withValue<Result>(
        of key: Key, or fresh: @autoclosure () -> Value, _ body: (inout Value) -> Result
    ) -> Result {
        if let index = newer.index(forKey: key) { return body(&newer.values[index]) }
        var value = older.removeValue(forKey: key) ?? fresh()
        let result = body(&value)
        if newer.count >= half {
            forgotten &+= UInt64(older.count)
            older = newer
            newer = [:]
        }
        newer[key] = value
        return result
    }

    /// Changes an entry that is there; it counts as used no more recently than before.
    mutating func change(_ key: Key, _ body: (inout Value) -> Void) {
        if let index = newer.index(forKey: key) {
            body(&newer.values[index])
        } else if let index = older.index(forKey: key) {
            body(&older.values[index])
        }
    }

    var entries: [(key: Key, value: Value)] { newer.map { ($0.key, $0.value) } + older.map { ($0.key, $0.value) } }
}
