import Foundation
import Metro

/// Markers and names of one map, placed in the order of importance; what finds no room is left out.
struct MapLabels {
    private let picture: MapPicture
    private let halves: [LinkLooks.Halves]
    private let canvas: Canvas
    private let cells: [(x: Int, y: Int)?]
    private var placer: LabelPlacer

    /// Longer names are cut: one airport must not push its neighbours off the map.
    static let longestName = 20

    init(_ picture: MapPicture, _ halves: [LinkLooks.Halves], canvas: Canvas, cells: [(x: Int, y: Int)?]) {
        self.picture = picture
        self.halves = halves
        self.canvas = canvas
        self.cells = cells
        placer = LabelPlacer(columns: canvas.columns, rows: canvas.rows)
    }

    mutating func draw(circle: (centre: Canvas.Point, radius: Double)?, into frame: inout Frame) {
        drawMarkers(into: &frame)
        let values = linkValues()
        // The fullest link is what this view is for: it is named before anything else.
        let fullest = byUtilization ? values.filter { $0.share > 0 }.max { $0.share < $1.share } : nil
        if let fullest { put(fullest, isMarked: true, into: &frame) }
        let order = cells.indices.filter { cells[$0] != nil }.sorted {
            (rank($0), $0) < (rank($1), $1)
        }
        for site in order where rank(site) <= 1 { name(site, into: &frame) }
        for value in values where value.severity >= .warning && value.link != fullest?.link {
            put(value, into: &frame)
        }
        if let circle { put(circle, into: &frame) }
        for site in order where rank(site) > 1 && rank(site) <= 3 { name(site, into: &frame) }
        for site in order where rank(site) > 3 && rank(site) <= 5 { name(site, into: &frame) }
        // Quiet links need no figure where room is short.
        if canvas.columns >= 100 || picture.state.isZoomed {
            for value in values where value.severity < .warning && value.link != fullest?.link {
                put(value, into: &frame)
            }
        }
        for site in order where rank(site) > 5 { name(site, into: &frame) }
    }

    private var byUtilization: Bool { picture.context.colorsByUtilization }

    private func rank(_ site: Int) -> Int { picture.emphasized.contains(site) ? 0 : picture.looks[site].importance }

    /// The least important first, so that of two sites in one cell the more important is seen.
    private mutating func drawMarkers(into frame: inout Frame) {
        for site in cells.indices.sorted(by: { (rank($0), $0) > (rank($1), $1) }) {
            guard let cell = cells[site] else { continue }
            let look = picture.looks[site]
            var style = look.style
            if picture.emphasized.contains(site) { style.emphasis.formUnion([.reverse, .bold]) }
            frame.put(
                String(look.glyph(picture.context.glyphs)), x: picture.area.x + cell.x, y: picture.area.y + cell.y,
                style: style)
            placer.reserve(cell.x, cell.y, width: frame.widths.of(String(look.glyph)))
        }
    }

    private mutating func name(_ site: Int, into frame: inout Frame) {
        guard let cell = cells[site] else { return }
        let look = picture.looks[site]
        let text = picture.snapshot.inventory.sites[site].name.text(picture.context.language)
        guard !text.isEmpty else { return }
        let isSelected = picture.emphasized.contains(site)
        let style =
            isSelected
            ? Style(look.kind == .centre ? .text : look.labelStyle.role, [.bold, .underline]) : look.labelStyle
        let label = StyledText(text, style).cut(to: Self.longestName, frame.widths)
        if look.kind == .notCovered, !byUtilization, let delay = look.delay {
            let figure = StyledText(" " + Figure.milliseconds(delay, decimals: 2), SeverityMark.textStyle(.breach))
            if put(label + figure, beside: cell, into: &frame) { return }
        }
        // Names of what is well never hide a link.
        if !put(label, beside: cell, hidesStrokes: rank(site) <= 3, into: &frame), isSelected {
            put(label.cut(to: 8, frame.widths), beside: cell, into: &frame)
        }
    }

    @discardableResult
    private mutating func put(
        _ label: StyledText, beside cell: (x: Int, y: Int), hidesStrokes: Bool = true, into frame: inout Frame
    ) -> Bool {
        let surface = canvas
        guard
            let spot = placer.place(
                width: label.columns(frame.widths), besideX: cell.x, y: cell.y,
                cost: { surface.mask(column: $0, row: $1) == 0 ? 0 : (hidesStrokes ? 1 : nil) })
        else { return false }
        frame.put(label, x: picture.area.x + spot.x, y: picture.area.y + spot.y)
        return true
    }

    // MARK: Values of links

    private struct LinkValue {
        var condition: LinkLook.Condition
        var severity: Severity
        /// The larger one of both directions, 0 where none is known.
        var share: Double
        var figure: Double?
        var isUtilization: Bool
        /// Index into `inventory.links`; `nil` for a path of its own.
        var link: Int?
        var a: Canvas.Point
        var b: Canvas.Point
    }

    /// Worst first.
    private func linkValues() -> [LinkValue] {
        let snapshot = picture.snapshot
        var values: [LinkValue] = []
        for (index, link) in snapshot.inventory.links.enumerated() {
            guard let (a, b) = picture.ends(link.siteA, link.siteB) else { continue }
            if var value = value(halves[index].a, halves[index].b, a, b) {
                value.link = index
                values.append(value)
            }
        }
        if !byUtilization {
            for index in picture.unlinkedPaths() {
                let path = snapshot.inventory.paths[index]
                guard let (a, b) = picture.ends(path.a, path.b) else { continue }
                let first = LinkLook.path(snapshot.paths[index], isForward: true)
                let second = LinkLook.path(snapshot.paths[index], isForward: false)
                if let value = value(first, second, a, b) { values.append(value) }
            }
        }
        return values.sorted { ($1.severity.rawValue, $1.share) < ($0.severity.rawValue, $0.share) }
    }

    private func value(_ first: LinkLook, _ second: LinkLook, _ a: Canvas.Point, _ b: Canvas.Point) -> LinkValue? {
        let condition = max(first.condition, second.condition)
        guard condition != .notMeasured else { return nil }
        let figure = [first.value, second.value].compactMap { $0 }.max()
        let severity = max(first.severity, second.severity)
        guard severity != .ok || figure != nil else { return nil }
        return LinkValue(
            condition: condition, severity: severity, share: figure ?? 0, figure: figure,
            isUtilization: first.isUtilization, a: a, b: b)
    }

    /// `0.41`, `91% !`; with the mark even where all is well if `isMarked`.
    private func text(_ value: LinkValue, isMarked: Bool) -> StyledText {
        var text = ""
        if value.condition == .down {
            text = MapWord.down(picture.context.language)
        } else if let figure = value.figure {
            text =
                value.isUtilization
                ? Figure.percent(figure, decimals: 0) + "%" : Figure.milliseconds(figure, decimals: 2)
        }
        if value.severity == .ok, !isMarked { return StyledText(text, .dim) }
        let style = value.severity == .ok ? Style.text : SeverityMark.textStyle(value.severity)
        return StyledText(text, style) + StyledText(text.isEmpty ? "" : " ", style) + SeverityMark.text(value.severity)
    }

    /// On the line itself, near its middle; else beside it. A blank before the figure keeps the stroke from being read
    /// as its sign.
    private mutating func put(_ value: LinkValue, isMarked: Bool = false, into frame: inout Frame) {
        let text = StyledText(" ") + text(value, isMarked: isMarked)
        let width = text.columns(frame.widths)
        for sides in [[LabelPlacer.Side.centred], LabelPlacer.Side.around] {
            for share in [0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78] {
                let x = Int((value.a.x + (value.b.x - value.a.x) * share).rounded()) / 2
                let y = Int((value.a.y + (value.b.y - value.a.y) * share).rounded()) / 4
                guard let spot = placer.place(width: width, besideX: x, y: y, sides: sides) else { continue }
                frame.put(text, x: picture.area.x + spot.x, y: picture.area.y + spot.y)
                return
            }
            // Beside a line a figure is easily taken for its neighbour's: only what needs attention is worth that.
            guard value.severity >= .warning || byUtilization else { return }
        }
    }

    // MARK: The circle's label

    private mutating func put(_ circle: (centre: Canvas.Point, radius: Double), into frame: inout Frame) {
        guard let reach = picture.reach else { return }
        let text = StyledText(
            " " + Figure.delay(picture.limit).replacing(".00", with: "")
                + " ≈ \(Int(min(1e6, reach.kilometres.rounded()))) km",
            Style(.circle, .bold))
        let width = text.columns(frame.widths)
        for step in 0..<24 {
            let turn = (step % 2 == 0 ? 1 : -1) * Double((step + 1) / 2) * .pi / 12
            let angle = Double.pi / 2 + turn
            let x = circle.centre.x + circle.radius * cos(angle)
            let y = circle.centre.y + circle.radius * sin(angle)
            guard x >= 0, y >= 0, x < Double(canvas.dotsWide), y < Double(canvas.dotsHigh) else { continue }
            guard let spot = placer.place(width: width, besideX: Int(x) / 2, y: Int(y) / 4, sides: [.centred]) else {
                continue
            }
            frame.put(text, x: picture.area.x + spot.x, y: picture.area.y + spot.y)
            return
        }
    }
}
