/// How the Map screen divides its area; drawing and mouse read the same one.
struct MapLayout: Hashable, Sendable {
    /// The panel of the picture, or of the matrix, border included.
    var map = Rect(x: 0, y: 0, width: 0, height: 0)
    /// Coverage, pairs and events beside the map.
    var side: Rect?
    /// The same in three lines under the map, where it is narrow.
    var strip: Rect?
    /// One path over 60 minutes.
    var smoke: Rect?
    /// Too narrow for a picture: the pairs as a grid.
    var isMatrix = false

    /// Rows of the side panel inside its border: coverage, pairs, events, with a divider line above the last two.
    var sideCoverage = Rect(x: 0, y: 0, width: 0, height: 0)
    var sidePairs = Rect(x: 0, y: 0, width: 0, height: 0)
    var sideEvents = Rect(x: 0, y: 0, width: 0, height: 0)

    static let narrowest = 80
    static let coverageRows = 7
    static let stripRows = 5

    init(area: Rect, events: Int, pairs: Int) {
        var rest = area
        isMatrix = area.width < Self.narrowest || area.height < 8
        let smokeRows = area.height >= 50 ? 14 : (area.height >= 34 ? 9 : (area.height >= 27 && !isMatrix ? 6 : 0))
        if smokeRows > 0 {
            let (top, bottom) = rest.splitTop(rest.height - smokeRows)
            rest = top
            smoke = bottom
        }
        if area.width >= 110 && !isMatrix {
            let width = min(64, max(44, area.width * 40 / 100))
            let (left, right) = rest.splitLeft(rest.width - width)
            rest = left
            side = right
            divide(right, events: events, pairs: pairs)
        } else if rest.height >= 15 {
            let (top, bottom) = rest.splitTop(rest.height - Self.stripRows)
            rest = top
            strip = bottom
        }
        map = rest
    }

    /// Pairs and events share what the coverage leaves, each no more than it has to show.
    private mutating func divide(_ panel: Rect, events eventRows: Int, pairs: Int) {
        let inner = panel.inset()
        let (coverage, lists) = inner.splitTop(Self.coverageRows)
        sideCoverage = coverage
        let room = max(0, lists.height - 2)
        let wanted = max(3, eventRows)
        let shownEvents = min(wanted, max(room / 2, room - max(3, pairs)))
        let pairRows = max(0, room - shownEvents)
        sidePairs = Rect(x: inner.x, y: lists.y + 1, width: inner.width, height: pairRows)
        sideEvents = Rect(x: inner.x, y: lists.y + 2 + pairRows, width: inner.width, height: shownEvents)
    }

    /// The dots' room inside the map's border; the last rows are the legend's.
    var picture: Rect { map.inset().splitTop(max(0, map.height - 2 - legendRows)).top }
    var legend: Rect { map.inset().splitTop(max(0, map.height - 2 - legendRows)).rest }
    private var legendRows: Int { map.height >= 22 ? 2 : 1 }

    /// The first row shown of a list that keeps `selected` in view.
    static func firstRow(selected: Int, visible: Int, count: Int) -> Int {
        max(0, min(selected - visible / 2, count - visible))
    }
}
