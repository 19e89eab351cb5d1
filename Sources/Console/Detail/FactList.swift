import Metro

/// Labelled lines; those that lead somewhere carry the index of their item.
struct FactList {
    struct Fact: Hashable, Sendable {
        var label: String
        var text: StyledText
        /// Index into the panel's items.
        var item: Int?
    }
    var facts: [Fact]

    /// - Parameter selected: the item whose line is marked; it is always kept in view.
    func draw(into frame: inout Frame, area: Rect, selected: Int?) {
        guard !area.isEmpty else { return }
        let labels = min(area.width / 3, (facts.map { frame.widths.of($0.label) }.max() ?? 0) + 2)
        let chosen = selected.flatMap { item in facts.firstIndex { $0.item == item } } ?? 0
        let first = MapLayout.firstRow(selected: chosen, visible: area.height, count: facts.count)
        for row in 0..<min(area.height, facts.count - first) {
            let fact = facts[first + row]
            let line = Rect(x: area.x, y: area.y + row, width: area.width, height: 1)
            frame.put(fact.label, x: line.x + 1, y: line.y, style: .dim, maxWidth: labels - 1)
            let arrow = fact.item == nil ? 0 : 2
            frame.put(fact.text, x: line.x + 1 + labels, y: line.y, maxWidth: line.width - labels - 2 - arrow)
            if fact.item != nil { frame.put("›", x: line.maxX - 2, y: line.y, style: Style(.keyHint)) }
            if let selected, fact.item == selected { frame.select(line) }
        }
    }
}
