import Metro

/// How the Indicators screen divides its area; drawing and mouse read the same one.
struct IndicatorsLayout: Hashable, Sendable {
    let gauges: Rect
    let members: Rect
    /// Lines of one indicator: gauge, details, and a blank one where there is room.
    let linesPerGauge: Int

    init(_ area: Rect) {
        let count = Indicator.allCases.count
        // Border, legend line, and at least six lines for the members.
        linesPerGauge = area.height >= count * 3 + 3 + 10 ? 3 : area.height >= count * 2 + 3 + 5 ? 2 : 1
        let height = count * linesPerGauge + 3
        (gauges, members) = area.splitTop(min(height, area.height))
    }

    func gaugeY(_ index: Int) -> Int { gauges.y + 1 + index * linesPerGauge }

    func gauge(atRow y: Int) -> Int? {
        guard y > gauges.y, y < gauges.y + 1 + Indicator.allCases.count * linesPerGauge else { return nil }
        return (y - gauges.y - 1) / linesPerGauge
    }

    /// Rows of the list under its head.
    var memberRows: Rect {
        let inner = members.inset()
        return Rect(x: inner.x, y: inner.y + 1, width: inner.width, height: inner.height - 1)
    }
}
