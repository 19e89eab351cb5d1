/// Finds room for labels in a grid of cells. Greedy: call it in the order of importance; what does not fit is refused
/// and never overlaps anything. Counts cells, so the caller passes widths of text as the terminal will show it.
public struct LabelPlacer: Sendable {
    /// Where a label may stand beside its anchor, best first.
    public enum Side: Sendable {
        case right, left, above, below, aboveRight, belowRight, aboveLeft, belowLeft
        /// Over the anchor itself.
        case centred

        public static let around: [Side] = [
            .right, .left, .above, .below, .aboveRight, .belowRight, .aboveLeft, .belowLeft,
        ]
    }

    public let columns: Int
    public let rows: Int
    private var taken: [Holder]

    private enum Holder: Sendable { case nobody, marker, label }

    public init(columns: Int, rows: Int) {
        self.columns = max(0, columns)
        self.rows = max(0, rows)
        taken = Array(repeating: .nobody, count: self.columns * self.rows)
    }

    private func isFree(_ x: Int, _ y: Int) -> Bool {
        x >= 0 && y >= 0 && x < columns && y < rows && taken[y * columns + x] == .nobody
    }

    /// Keeps a cell from labels: a marker, a legend.
    public mutating func reserve(_ x: Int, _ y: Int, width: Int = 1) { hold(x, y, width, .marker) }

    private mutating func hold(_ x: Int, _ y: Int, _ width: Int, _ holder: Holder) {
        for column in x..<(x + max(0, width)) where isFree(column, y) { taken[y * columns + column] = holder }
    }

    /// Room for a label of `width` cells beside (`anchorX`, `anchorY`), reserved at once; `nil` where there is none.
    ///
    /// - Parameter cost: how much a label would hide at a cell; among the free places the cheapest wins, and the
    ///   earlier side among equals. `nil` forbids the place.
    public mutating func place(
        width: Int, besideX anchorX: Int, y anchorY: Int, sides: [Side] = Side.around,
        cost: (Int, Int) -> Int? = { _, _ in 0 }
    ) -> (x: Int, y: Int)? {
        guard width > 0, width <= columns else { return nil }
        var best: (x: Int, y: Int, cost: Int)?
        for (rank, side) in sides.enumerated() {
            let (x, y) = Self.origin(side, width, anchorX, anchorY)
            guard fits(x, y, width) else { continue }
            let costs = (x..<(x + width)).map { cost($0, y) }
            guard !costs.contains(nil) else { continue }
            let total = rank + 3 * costs.reduce(0) { $0 + ($1 ?? 0) }
            if best.map({ total < $0.cost }) ?? true { best = (x, y, total) }
        }
        guard let best else { return nil }
        hold(best.x, best.y, width, .label)
        return (best.x, best.y)
    }

    /// Free from end to end, with a free cell beside a marker and two beside another label, so that two labels never
    /// read as one.
    private func fits(_ x: Int, _ y: Int, _ width: Int) -> Bool {
        guard x >= 0, y >= 0, x + width <= columns, y < rows else { return false }
        for column in max(0, x - 2)..<min(columns, x + width + 2) {
            let distance = max(x - column, column - (x + width - 1))
            switch taken[y * columns + column] {
            case .nobody: continue
            case .marker: if distance <= 1 { return false }
            case .label: return false
            }
        }
        return true
    }

    private static func origin(_ side: Side, _ width: Int, _ x: Int, _ y: Int) -> (x: Int, y: Int) {
        switch side {
        case .right: (x + 2, y)
        case .left: (x - width - 1, y)
        case .above: (x - width / 2, y - 1)
        case .below: (x - width / 2, y + 1)
        case .aboveRight: (x + 1, y - 1)
        case .belowRight: (x + 1, y + 1)
        case .aboveLeft: (x - width, y - 1)
        case .belowLeft: (x - width, y + 1)
        case .centred: (x - width / 2, y)
        }
    }
}
