import Metro

/// The figures and facts of one path.
struct PathDetail {
    let index: Int
    let path: MeasuredPath
    let picture: PathPicture
    let snapshot: MetroSnapshot
    let context: RenderContext

    private var language: Language { context.language }

    init?(_ index: Int, _ snapshot: MetroSnapshot, _ context: RenderContext) {
        guard snapshot.inventory.paths.indices.contains(index), snapshot.paths.indices.contains(index) else {
            return nil
        }
        self.index = index
        path = snapshot.inventory.paths[index]
        picture = snapshot.paths[index]
        self.snapshot = snapshot
        self.context = context
    }

    var title: StyledText {
        StyledText(SubjectName.path(index, snapshot, language))
            + (picture.severity > .ok ? StyledText(" ") + SeverityMark.text(picture.severity) : "")
            + StyledText(" · " + DetailWord.lastHour(language) + " · ms", .dim)
    }
    var kind: StyledText {
        StyledText(path.layer.word(language) + " · " + path.method.word(language), .dim)
    }

    /// Changes of route of one direction, newest first.
    private func routes(isForward: Bool) -> [RouteText] {
        RouteText.lastHour(of: path.id, snapshot).filter { $0.concerns(isForward: isForward) }
    }

    func drawSmoke(into frame: inout Frame, area: Rect) {
        let minutes = [picture.forward.minutes.values, picture.backward.minutes.values]
        let upper = SmokeGraph.upper(minutes, limit: picture.limitNanoseconds)
        let hasAxis = area.height >= 11
        let (top, bottom) = SmokeGraph.bands(area, hasAxis: hasAxis)
        let ends = [path.a, path.b].map { SubjectName.site($0, snapshot, language) }
        for (band, isForward) in [(top, true), (bottom, false)] {
            let direction = isForward ? picture.forward : picture.backward
            let own = minutes[isForward ? 0 : 1]
            let hasCaption = top.height >= 3
            let graph =
                hasCaption ? Rect(x: band.x, y: band.y + 1, width: band.width, height: band.height - 1) : band
            if own.isEmpty, let reason = direction.p99.reason {
                frame.put(
                    reason.sentence(language), x: graph.x + 6, y: graph.y + graph.height / 2, style: Style(.unknown),
                    maxWidth: graph.width - 7)
            } else {
                SmokeGraph(
                    minutes: own, limit: picture.limitNanoseconds, floor: picture.floor, upper: upper,
                    reroutes: routes(isForward: isForward).map { $0.shareOfHour(snapshot) }
                )
                .draw(
                    into: &frame, area: graph, glyphs: context.glyphs,
                    times: hasAxis && !isForward ? TimeAxis(snapshot) : nil)
            }
            guard hasCaption else { continue }
            frame.put(caption(isForward, ends), x: band.x + 1, y: band.y, maxWidth: band.width - 2)
        }
    }

    /// `Futian → Nanshan  p99 0.23 ms   ▲ 3 × reroute 13:41 → +0.66 ms ≈ 135 km 97 %`: how many, and the newest.
    private func caption(_ isForward: Bool, _ ends: [String]) -> StyledText {
        let direction = isForward ? picture.forward : picture.backward
        let look = LinkLook.path(picture, isForward: isForward)
        let names = (isForward ? ends : ends.reversed()).joined(separator: " → ")
        var text = StyledText(names, Style(.text, .bold)) + StyledText("   p99 ", .dim)
        text += TwoWayTable.text(direction.p99, language) { Figure.milliseconds($0) + " ms" }
        if look.severity > .ok { text += StyledText(" ") + SeverityMark.text(look.severity) }
        if let least = direction.minimum.value, least < 0 {
            text += StyledText(
                "   ▼ " + Figure.delay(least) + " " + DetailWord.wrongClock(language), Style(.unknown))
        }
        let routes = routes(isForward: isForward)
        if let newest = routes.first {
            let count = routes.count > 1 ? "\(routes.count) × " : ""
            text += StyledText(
                "   ▲ " + count + MetroEvent.Kind.rerouted.word(language) + " " + newest.text(snapshot, language),
                Style(.warning))
        }
        return text
    }

    var figures: TwoWayTable {
        let (f, b) = (picture.forward, picture.backward)
        func milliseconds(_ label: DetailWord, _ value: (PathDirectionPicture) -> Reading<Double>) -> TwoWayTable.Row {
            TwoWayTable.row(label, value(f), value(b), language) { Figure.milliseconds($0) }
        }
        func samples(_ d: PathDirectionPicture) -> StyledText {
            let isShort =
                d.expected > 0 && Double(d.n + d.lost) < snapshot.policy.minimumCompleteness * Double(d.expected)
            return StyledText(Figure.count(d.n) + "/" + Figure.count(d.expected), isShort ? Style(.warning) : .text)
                + StyledText(isShort ? " !" : "", Style(.warning, .bold))
        }
        func age(_ d: PathDirectionPicture) -> StyledText {
            StyledText(Figure.age(d.ageNanoseconds), picture.severity == .stale ? Style(.stale) : .text)
        }
        return TwoWayTable(
            rows: [
                milliseconds(.p50) { $0.p50 }, milliseconds(.p95) { $0.p95 }, milliseconds(.p99) { $0.p99 },
                milliseconds(.p999) { $0.p999 }, milliseconds(.minimum) { $0.minimum },
                milliseconds(.maximum) { $0.maximum },
                milliseconds(.last) { $0.last }, milliseconds(.variation) { $0.delayVariation },
                milliseconds(.uncertainty) { $0.uncertainty },
                TwoWayTable.row(.loss, f.lossRatio, b.lossRatio, language) { Figure.percent($0, decimals: 2) },
                TwoWayTable.Row(label: DetailWord.samples(language), forward: samples(f), backward: samples(b)),
                TwoWayTable.Row(label: DetailWord.age(language), forward: age(f), backward: age(b)),
            ],
            headers: (StyledText("A → B"), StyledText("B → A")))
    }

    var histogram: DelayHistogram {
        DelayHistogram(
            forward: picture.forward.histogram.values, backward: picture.backward.histogram.values,
            limit: picture.limitNanoseconds, floor: picture.floor,
            faults: (picture.forward.clockFaults, picture.backward.clockFaults))
    }
}

extension PathPicture {
    /// What delays are held against: the floor that is to be expected, else the guaranteed one; nanoseconds.
    var floor: Double? { expectedFloor ?? guaranteedFloor }
}
