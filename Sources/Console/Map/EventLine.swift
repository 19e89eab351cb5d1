import Metro

/// One event on one line: `X 13:41 Nanshan ⇄ Longgang over the limit 1.15  21m`.
struct EventLine {
    let event: MetroEvent
    let snapshot: MetroSnapshot
    let language: Language
    /// Left out where it stands above already.
    var namesSubject = true

    func draw(into frame: inout Frame, _ line: Rect) {
        let isOpen = event.untilNanoseconds == nil
        let duration = (event.untilNanoseconds ?? snapshot.timeNanoseconds) &- event.sinceNanoseconds
        // What is over as it begins has none.
        let age = event.kind == .rerouted ? "" : Figure.age(duration)
        let right = line.maxX - 1
        frame.put(isOpen ? SeverityMark.text(event.severity) : StyledText("·", .dim), x: line.x + 1, y: line.y)
        frame.put(since, x: line.x + 3, y: line.y, style: .dim, maxWidth: 5)
        frame.put(age, x: right - 4, y: line.y, style: .dim, maxWidth: 4, alignment: .trailing)
        let style = isOpen ? SeverityMark.textStyle(event.severity) : .dim
        let room = right - 4 - (line.x + 9) - 1
        let what = StyledText(what(fitting: namesSubject ? room * 3 / 5 : room, frame.widths), style)
        guard namesSubject else {
            frame.put(what, x: line.x + 9, y: line.y, maxWidth: room)
            return
        }
        let whatColumns = min(what.columns(frame.widths), max(0, room * 3 / 5))
        let name = SubjectName.subject(event.subject, snapshot, language, fitting: room - whatColumns - 1, frame.widths)
        frame.put(name, x: line.x + 9, y: line.y, style: isOpen ? .text : .dim)
        frame.put(what, x: right - 5 - whatColumns, y: line.y, maxWidth: whatColumns)
    }

    /// Time of day, or days back where it began on another day.
    private var since: String {
        let zone = Int64(snapshot.zoneOffsetSeconds)
        func day(_ time: Int64) -> Int64 { (time / 1_000_000_000 &+ zone) / 86_400 }
        let back = day(snapshot.timeNanoseconds) &- day(event.sinceNanoseconds)
        if back > 0 { return "-\(back)d" }
        return Figure.timeOfDay(event.sinceNanoseconds, offsetSeconds: snapshot.zoneOffsetSeconds, seconds: false)
    }

    /// The figure says most where there is one: `1.15 > 1.00`.
    private func what(fitting columns: Int, _ widths: DisplayWidth) -> String {
        let figure = event.value.map { Figure.milliseconds($0, decimals: 2) }
        switch event.kind {
        case .limitBreached:
            guard let figure, let limit else { return event.kind.word(language) }
            return figure + " > " + Figure.milliseconds(limit, decimals: 2)
        case .overLimitUnproven:
            guard let figure, let limit else { return event.kind.word(language) }
            // The figure is the upper bound of what was proven.
            return "≤" + figure + (language == .chinese ? "，" : ", ") + MapWord.limit(language) + " "
                + Figure.milliseconds(limit, decimals: 2)
        case .nearLimit:
            guard let figure, let limit else { return event.kind.word(language) }
            return figure + " → " + Figure.milliseconds(limit, decimals: 2)
        case .lossHigh: return MapWord.loss(language) + (event.value.map { " " + Figure.percent($0) + "%" } ?? "")
        case .linkDown:
            return MapWord.down(language) + (event.isToldByTrap ? " · " + DetailWord.byTrap(language) : "")
        case .rerouted: return rerouted(fitting: columns, widths)
        case .unknown: return event.kind.word(language) + (reason.map { " · " + $0.brief(language) } ?? "")
        case .targetLost, .clockFault: return event.kind.word(language)
        }
    }

    /// `reroute → +0.66 ms ≈ 135 km 97 %`, as much of it as there is room for.
    private func rerouted(fitting columns: Int, _ widths: DisplayWidth) -> String {
        let word = event.kind.word(language)
        guard let change = event.route else { return word }
        let route = RouteText(change: change, timeNanoseconds: event.sinceNanoseconds)
        let parts = [word, route.direction(language), route.size, route.length, route.confidence]
        let texts = [parts, Array(parts.prefix(4)), Array(parts.prefix(3)), [word, route.size]]
            .map { $0.joined(separator: " ") }
        return texts.first { widths.of($0) <= columns } ?? texts[3]
    }

    /// The path that the event is about.
    private var path: PathPicture? {
        guard case .path(let id) = event.subject, let index = snapshot.inventory.pathIndex(id),
            snapshot.paths.indices.contains(index)
        else { return nil }
        return snapshot.paths[index]
    }

    /// Nanoseconds.
    private var limit: Double? { path?.limitNanoseconds }

    /// Why the subject is unknown now; what is over is told without.
    private var reason: MissingReason? {
        guard event.untilNanoseconds == nil else { return nil }
        if case .link(let id) = event.subject, let index = snapshot.inventory.linkIndex(id),
            snapshot.links.indices.contains(index)
        {
            let link = snapshot.links[index]
            return link.forward.utilization.reason ?? link.backward.utilization.reason
        }
        return path?.reason
    }
}
