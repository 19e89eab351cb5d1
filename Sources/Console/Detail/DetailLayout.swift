/// How the Detail screen divides its area; drawing and mouse read the same one.
struct DetailLayout {
    /// The graph, or what a site is; border included.
    var top: Rect
    /// Panels with their rectangles, border included: all of them where the area is large, else the focused one.
    var tiles: [(panel: DetailScreen.Panel, index: Int, area: Rect)] = []
    /// The worst path on a link, where there is room for it.
    var smoke: Rect?
    /// One panel at a time: its border then names all of them.
    var isTabbed: Bool

    /// - Parameter facts: lines that the top of a site has to show.
    init(_ state: DetailScreen.State, area: Rect, facts: Int) {
        let panels = DetailScreen.panels(state.subject)
        let focused = max(0, min(state.panel, panels.count - 1))
        isTabbed = area.width < 104 || area.height < 26
        let share: Int =
            switch state.subject {
            case .path: isTabbed ? area.height / 2 : area.height * 38 / 100
            case .link: area.height * 42 / 100
            case .site: max(4, min(facts + 2, area.height / 3))
            }
        let (upper, lower) = area.splitTop(share)
        top = upper
        guard !isTabbed else {
            tiles = [(panels[focused], focused, lower)]
            return
        }
        switch state.subject {
        case .path:
            let (left, right) = lower.splitLeft(lower.width * 42 / 100)
            let (figures, probing) = left.splitTop(min(left.height - 5, 15))
            let (histogram, rest) = right.splitTop(right.height * 34 / 100)
            let (facts, events) = rest.splitTop(min(rest.height - 4, 12))
            tiles = Array(zip(panels, [figures, histogram, facts, probing, events])).enumerated().map {
                ($1.0, $0, $1.1)
            }
        case .link, .site:
            let (left, right) = lower.splitLeft(lower.width / 2)
            // Few paths ride on one link; many links end at one site.
            var secondHeight = right.height * 2 / 5
            if case .link = state.subject { secondHeight = max(5, right.height / 4) }
            let (second, rest) = right.splitTop(secondHeight)
            let (third, fourth) = rest.splitTop(rest.height / 2)
            var first = left
            if case .link = state.subject, left.height >= 20 {
                let split = left.splitTop(15)
                first = split.top
                smoke = split.rest
            }
            tiles = Array(zip(panels, [first, second, third, fourth])).enumerated().map { ($1.0, $0, $1.1) }
        }
    }
}
