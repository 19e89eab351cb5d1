/// From the sheet of `MapPlane` to the dots of a canvas.
struct MapProjection: Sendable {
    /// Dots per unit of the sheet (per kilometre on a geographic one); equal in both directions there, since dots are
    /// square, so that a circle of kilometres is a circle on the screen.
    let scaleX: Double
    let scaleY: Double
    private let origin: Canvas.Point
    private let middle: Canvas.Point

    /// - Parameter focus: keep this place in the middle, `magnification` times larger than the whole city would be.
    init(_ plane: MapPlane, columns: Int, rows: Int, focus: Canvas.Point? = nil, magnification: Double = 1) {
        let placed = Self.withoutOutliers(plane.positions.compactMap { $0 })
        let left = placed.map(\.x).min() ?? 0
        let right = placed.map(\.x).max() ?? 0
        let top = placed.map(\.y).min() ?? 0
        let bottom = placed.map(\.y).max() ?? 0
        // Names stand beside their marker: some cells of margin keep the outermost ones whole.
        let marginColumns = min(3, columns / 8)
        let wide = Double(max(1, 2 * (columns - 2 * marginColumns) - 2))
        let high = Double(max(1, 4 * rows - 6))
        let smallest = plane.isGeographic ? 1.0 : 0.1
        var fitX = wide / max(smallest, right - left)
        var fitY = high / max(smallest, bottom - top)
        if plane.isGeographic {
            fitX = min(fitX, fitY)
            fitY = fitX
        }
        let isZoomed = focus != nil && magnification > 1
        scaleX = fitX * (isZoomed ? magnification : 1)
        scaleY = fitY * (isZoomed ? magnification : 1)
        middle = Canvas.Point(x: Double(columns), y: Double(rows) * 2)
        let whole = Canvas.Point(x: (left + right) / 2, y: (top + bottom) / 2)
        origin = isZoomed ? focus ?? whole : whole
    }

    func dot(_ place: Canvas.Point) -> Canvas.Point {
        Canvas.Point(
            x: middle.x + (place.x - origin.x) * scaleX - 0.5, y: middle.y + (place.y - origin.y) * scaleY - 0.5)
    }

    /// The cell that a place lies in; may be outside the canvas.
    func cell(_ place: Canvas.Point) -> (x: Int, y: Int) {
        let dot = dot(place)
        return (
            Int(max(-1e6, min(1e6, (dot.x / 2).rounded(.down)))), Int(max(-1e6, min(1e6, (dot.y / 4).rounded(.down))))
        )
    }

    /// A site far outside the city (a typing error, a remote hub) must not shrink the city to a point: what lies more
    /// than six times the median distance from the median, and over 60 km away, is not fitted.
    private static func withoutOutliers(_ places: [Canvas.Point]) -> [Canvas.Point] {
        guard places.count >= 4 else { return places }
        let x = MapPlane.median(places.map(\.x))
        let y = MapPlane.median(places.map(\.y))
        func distance(_ p: Canvas.Point) -> Double { ((p.x - x) * (p.x - x) + (p.y - y) * (p.y - y)).squareRoot() }
        let bound = max(60, 6 * MapPlane.median(places.map(distance)))
        return places.filter { distance($0) <= bound }
    }
}
