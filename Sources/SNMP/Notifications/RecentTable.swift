/// A table of bounded size that forgets what was not used for long: two halves, of which the older one goes as a whole
/// when the newer one is full. Every step costs the same, so that a flood of keys costs no more than its length.
struct RecentTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private var newer: [Key: Value] = [:]
    private var older: [Key: Value] = [:]
    private let half: Int
    /// Entries that went, not those that were used again.
    private(set) var forgotten: UInt64 = 0

    /// Keeps at least half of `capacity`, and at most all of it.
    init(capacity: Int) { half = max(1, capacity / 2) }

    var count: Int { newer.count + older.count }
    var values: [Value] { Array(newer.values) + Array(older.values) }

    /// Changes the entry of `key`, which is `new` where there is none.
    mutating func update<Result>(_ key: Key, orNew new: @autoclosure () -> Value, _ change: (inout Value) -> Result)
        -> Result
    {
        if newer[key] == nil {
            let value = older.removeValue(forKey: key) ?? new()
            if newer.count >= half {
                forgotten &+= UInt64(older.count)
                older = newer
                newer = [:]
            }
            newer[key] = value
        }
        return change(&newer[key, default: new()])
    }
}
