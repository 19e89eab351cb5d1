import Metro

/// One path over the last hour under the map: both ways, with what explains them.
struct PathStrip {
    let path: Int
    let snapshot: MetroSnapshot
    let context: RenderContext

    func draw(into frame: inout Frame, area: Rect) {
        guard snapshot.paths.indices.contains(path), snapshot.inventory.paths.indices.contains(path) else { return }
        let picture = snapshot.paths[path]
        let minutes = [picture.forward.minutes.values, picture.backward.minutes.values]
        let upper = SmokeGraph.upper(minutes, limit: picture.limitNanoseconds)
        let hasAxis = area.height >= 7
        let (top, rest) = SmokeGraph.bands(area, hasAxis: hasAxis)
        guard top.height > 0 else { return }
        let facts = facts(picture, frame.widths)
        let factColumns = area.width >= 100 ? (facts.map { $0.columns(frame.widths) }.max() ?? 0) + 2 : 0
        for (band, direction, own, arrow) in [
            (top, picture.forward, minutes[0], "→"), (rest, picture.backward, minutes[1], "←"),
        ] {
            let figure = direction.p99.value.map { Figure.milliseconds($0, decimals: 2) }
            let isOver = (direction.p99.value ?? 0) >= picture.limitNanoseconds
            let style = isOver ? SeverityMark.textStyle(picture.severity) : Style(.text, .bold)
            frame.put(
                StyledText(arrow + " ", .dim) + StyledText(figure ?? Figure.missing, style) + StyledText(" ms", .dim),
                x: band.x, y: band.y, maxWidth: 11)
            let isLast = band == rest
            let graph = Rect(x: band.x + 12, y: band.y, width: band.width - 12 - factColumns, height: band.height)
            if let reason = direction.p99.reason, own.isEmpty {
                frame.put(
                    reason.sentence(context.language), x: graph.x, y: graph.y, style: Style(.unknown),
                    maxWidth: graph.width)
            } else {
                let smoke = SmokeGraph(
                    minutes: own, limit: picture.limitNanoseconds, floor: picture.floor, upper: upper)
                if top.height >= 4 {
                    smoke.draw(
                        into: &frame, area: graph, glyphs: context.glyphs, times: isLast ? TimeAxis(snapshot) : nil)
                } else {
                    smoke.draw(into: &frame, area: graph.splitTop(top.height).top, glyphs: context.glyphs)
                    guard isLast, hasAxis else { continue }
                    TimeAxis(snapshot).draw(into: &frame, x: graph.x, y: graph.maxY - 1, width: graph.width)
                }
            }
        }
        guard factColumns > 0 else { return }
        for (row, fact) in facts.prefix(area.height).enumerated() {
            frame.put(fact, x: area.maxX - factColumns + 1, y: area.y + row, maxWidth: factColumns - 2)
        }
    }

    private func facts(_ picture: PathPicture, _ widths: DisplayWidth) -> [StyledText] {
        let language = context.language
        func fact(_ word: MapWord, _ value: String, _ style: Style = .text) -> StyledText {
            StyledText(word(language) + " ", .dim) + StyledText(value, style)
        }
        func milliseconds(_ value: Double?) -> String {
            value.map { Figure.milliseconds($0, decimals: 2) } ?? Figure.missing
        }
        func both(_ value: (PathDirectionPicture) -> String) -> String {
            value(picture.forward) + " / " + value(picture.backward)
        }
        let gap = StyledText("  ")
        let best = [picture.forward.minimum.value, picture.backward.minimum.value].compactMap { $0 }.min()
        let excess = best.flatMap { best in picture.floor.map { best - $0 } }
        var lines = [
            fact(.limit, milliseconds(picture.limitNanoseconds), Style(.limit)) + gap
                + fact(.floor, milliseconds(picture.floor)) + gap + fact(.excess, milliseconds(excess)),
            fact(.loss, both { $0.lossRatio.value.map { Figure.percent($0, decimals: 2) } ?? Figure.missing } + " %"),
            fact(.samples, both { Figure.count($0.n) }),
        ]
        if let index = snapshot.inventory.paths[path].link.flatMap({ snapshot.inventory.linkIndex($0) }),
            snapshot.links.indices.contains(index)
        {
            let link = snapshot.links[index]
            func share(_ d: LinkDirectionPicture) -> String {
                d.utilization.value.map { Figure.percent($0, decimals: 0) } ?? Figure.missing
            }
            lines.append(fact(.load, share(link.forward) + " / " + share(link.backward) + " %"))
        }
        for route in RouteText.lastHour(of: snapshot.inventory.paths[path].id, snapshot).prefix(2) {
            lines.append(StyledText("▲ " + route.text(snapshot, language), Style(.warning)))
        }
        if let reason = picture.reason {
            lines.append(StyledText(reason.brief(language), Style(.unknown)))
        }
        return lines
    }
}
