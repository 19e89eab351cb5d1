import Synchronization

/// How many bytes all connections hold together.
final class ByteBudget: Sendable {
    private let limit: Int
    private let held = Atomic(0)

    init(_ limit: Int) { self.limit = limit }

    /// What one request holds; given back when it is over.
    func hold() -> Hold { Hold(self) }

    final class Hold {
        private let budget: ByteBudget
        private var bytes = 0

        fileprivate init(_ budget: ByteBudget) { self.budget = budget }

        deinit { budget.held.subtract(bytes, ordering: .relaxed) }

        /// Whether there is room for so many more.
        func grow(_ count: Int) -> Bool {
            guard budget.held.add(count, ordering: .relaxed).newValue <= budget.limit else {
                budget.held.subtract(count, ordering: .relaxed)
                return false
            }
            bytes += count
            return true
        }
    }
}
