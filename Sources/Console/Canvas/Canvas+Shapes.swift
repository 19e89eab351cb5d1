import Foundation

extension Canvas {
    /// A line between two points, without gaps where the pattern is solid. What lies outside is clipped before it
    /// is walked, so a line to a far away point costs no more than the canvas is large.
    ///
    /// - Parameter width: dots across, 1 … 4.
    public mutating func line(
        from a: Point, to b: Point, _ style: Style, pattern: Pattern = .solid, width: Int = 1, priority: Int = 0
    ) {
        guard let (start, end) = clipped(a, b) else { return }
        var x = Int(start.x.rounded())
        var y = Int(start.y.rounded())
        let lastX = Int(end.x.rounded())
        let lastY = Int(end.y.rounded())
        let dx = abs(lastX - x)
        let dy = -abs(lastY - y)
        let stepX = x < lastX ? 1 : -1
        let stepY = y < lastY ? 1 : -1
        var error = dx + dy
        var step = 0
        while true {
            if pattern.draws(step) {
                for aside in 0..<max(1, min(4, width)) {
                    // One dot, then one on either side in turn, across the steeper direction.
                    let shift = aside % 2 == 1 ? (aside + 1) / 2 : -(aside / 2)
                    plot(dx > -dy ? x : x + shift, dx > -dy ? y + shift : y, style, priority: priority)
                }
            }
            if x == lastX && y == lastY { return }
            let twice = 2 * error
            if twice >= dy {
                error += dy
                x += stepX
            }
            if twice <= dx {
                error += dx
                y += stepY
            }
            step += 1
        }
    }

    /// A circle; dots are square, so it looks round. Walked by columns and rows of the canvas, so any radius is cheap
    /// and the arc that crosses the canvas is drawn even where the centre lies far outside.
    public mutating func circle(
        centre: Point, radius: Double, _ style: Style, pattern: Pattern = .solid, priority: Int = 0
    ) {
        guard radius.isFinite, radius >= 0, radius < 1e7, centre.x.isFinite, centre.y.isFinite else { return }
        let circumference = 2 * Double.pi * radius
        func place(_ x: Double, _ y: Double, _ canvas: inout Canvas) {
            let turn = (atan2(y - centre.y, x - centre.x) / (2 * .pi) + 1) * circumference
            guard pattern.draws(Int(turn.rounded())), abs(x) < 1e6, abs(y) < 1e6 else { return }
            canvas.plot(Int(x.rounded()), Int(y.rounded()), style, priority: priority)
        }
        let flat = radius * 0.5.squareRoot()
        for column in range(centre.x - flat, centre.x + flat, dotsWide) {
            let d = Double(column) - centre.x
            let reach = max(0, radius * radius - d * d).squareRoot()
            place(Double(column), centre.y - reach, &self)
            place(Double(column), centre.y + reach, &self)
        }
        for row in range(centre.y - flat, centre.y + flat, dotsHigh) {
            let d = Double(row) - centre.y
            let reach = max(0, radius * radius - d * d).squareRoot()
            place(centre.x - reach, Double(row), &self)
            place(centre.x + reach, Double(row), &self)
        }
    }

    /// Fills the dots of one column from `top` to `bottom`, both included, in any order.
    public mutating func column(_ x: Int, from top: Int, to bottom: Int, _ style: Style, priority: Int = 0) {
        let first = max(0, min(top, bottom))
        let last = min(dotsHigh - 1, max(top, bottom))
        guard first <= last else { return }
        for y in first...last { plot(x, y, style, priority: priority) }
    }

    private func range(_ low: Double, _ high: Double, _ count: Int) -> Range<Int> {
        let first = max(0, min(Double(count), low.rounded(.up)))
        let last = max(first, min(Double(count), high.rounded(.down) + 1))
        return Int(first)..<Int(last)
    }

    /// Liang–Barsky against the canvas with one dot of margin; `nil` where nothing is inside.
    private func clipped(_ a: Point, _ b: Point) -> (Point, Point)? {
        guard a.x.isFinite, a.y.isFinite, b.x.isFinite, b.y.isFinite else { return nil }
        let dx = b.x - a.x
        let dy = b.y - a.y
        var enter = 0.0
        var leave = 1.0
        let edges = [
            (-dx, a.x + 1), (dx, Double(dotsWide) - a.x), (-dy, a.y + 1), (dy, Double(dotsHigh) - a.y),
        ]
        for (direction, distance) in edges {
            if direction == 0 {
                if distance < 0 { return nil }
                continue
            }
            let t = distance / direction
            if direction < 0 { enter = max(enter, t) } else { leave = min(leave, t) }
        }
        guard enter <= leave else { return nil }
        return (Point(x: a.x + enter * dx, y: a.y + enter * dy), Point(x: a.x + leave * dx, y: a.y + leave * dy))
    }
}
