/// The newest windows of one series, all of one length; older ones are overwritten. Storage is taken at the first
/// value and never grows.
struct WindowRing: Sendable {
    let lengthNanoseconds: Int64
    private let capacity: Int
    private var cells: ContiguousArray<WindowCell> = []

    init(lengthNanoseconds: Int64, capacity: Int) {
        self.lengthNanoseconds = max(1, lengthNanoseconds)
        self.capacity = max(1, capacity)
    }

    /// Adds one value to the window that holds `time`.
    mutating func add(_ value: Double, at time: Int64) {
        add(value, weight: 1, to: time.quotientRoundedDown(by: lengthNanoseconds))
    }

    /// Spreads a value over the windows that (start, end] covers, by the seconds of each; windows too old to be kept
    /// are passed over.
    mutating func spread(_ value: Double, from start: Int64, to end: Int64) {
        guard end > start else { return }
        let last = (end &- 1).quotientRoundedDown(by: lengthNanoseconds)
        let first = max(start.quotientRoundedDown(by: lengthNanoseconds), last &- Int64(capacity) &+ 1)
        for index in first...last {
            let windowStart = index &* lengthNanoseconds
            let covered = min(end, windowStart &+ lengthNanoseconds) &- max(start, windowStart)
            add(value, weight: Double(covered) / 1e9, to: index)
        }
    }

    private mutating func add(_ value: Double, weight: Double, to index: Int64) {
        if cells.isEmpty { cells = ContiguousArray(repeating: WindowCell(), count: capacity) }
        let place = slot(index)
        guard cells[place].index <= index else { return }
        if cells[place].index < index {
            cells[place] = WindowCell()
            cells[place].index = index
        }
        cells[place].add(value, weight: weight)
    }

    /// The window of that number, `nil` when nothing was added to it or it is gone.
    func cell(_ index: Int64) -> WindowCell? {
        guard !cells.isEmpty else { return nil }
        let cell = cells[slot(index)]
        return cell.index == index ? cell : nil
    }

    private func slot(_ index: Int64) -> Int {
        let remainder = Int(truncatingIfNeeded: index) % capacity
        return remainder < 0 ? remainder + capacity : remainder
    }

    var allocatedBytes: Int { cells.capacity * MemoryLayout<WindowCell>.stride }
}

extension Int64 {
    /// ⌊self / divisor⌋ for a divisor > 0: windows before 1970 are windows too.
    func quotientRoundedDown(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
