import Metro

/// Paths, links or events of a subject, one a line; the selected one is marked and opened by Enter.
struct DetailList {
    let panel: DetailScreen.Panel
    let items: [DetailRows.Item]
    let subject: DetailScreen.Subject
    let snapshot: MetroSnapshot
    let context: RenderContext

    func draw(into frame: inout Frame, area: Rect, selected: Int?) {
        guard !items.isEmpty else {
            frame.put(nothing(context.language), x: area.x + 1, y: area.y, style: .dim, maxWidth: area.width - 2)
            return
        }
        let first = MapLayout.firstRow(selected: selected ?? 0, visible: area.height, count: items.count)
        for row in 0..<min(area.height, items.count - first) {
            let line = Rect(x: area.x, y: area.y + row, width: area.width, height: 1)
            draw(items[first + row], into: &frame, line)
            if first + row == selected { frame.select(line) }
        }
    }

    private var nothing: DetailWord {
        switch panel {
        case .paths: .noPaths
        case .links: .noLinks
        case .devices: .noDevices
        default: .noEvents
        }
    }

    /// A path's own events need not name it.
    private func isOfSubject(_ event: MetroEvent) -> Bool {
        guard case .path(let index) = subject, snapshot.inventory.paths.indices.contains(index) else { return false }
        return event.subject == .path(snapshot.inventory.paths[index].id)
    }

    private func draw(_ item: DetailRows.Item, into frame: inout Frame, _ line: Rect) {
        switch item {
        case .path(let index):
            MapPanel(state: MapScreen.State(), snapshot: snapshot, context: context).drawPair(index, into: &frame, line)
        case .link(let index): drawLink(index, into: &frame, line)
        case .event(let event, _):
            EventLine(
                event: event, snapshot: snapshot, language: context.language, namesSubject: !isOfSubject(event)
            ).draw(into: &frame, line)
        case .device(let id): DeviceLine(device: id, snapshot: snapshot, context: context).draw(into: &frame, line)
        case .site: break
        }
    }

    /// `Futian – Nanshan   →46 % ←19 %  400 Gb/s ·`.
    private func drawLink(_ index: Int, into frame: inout Frame, _ line: Rect) {
        let picture = snapshot.links[index]
        let right = line.maxX - 1
        frame.put(SeverityMark.text(picture.severity), x: right - 1, y: line.y)
        func share(_ direction: LinkDirectionPicture) -> String {
            direction.utilization.value.map { Figure.percent($0, decimals: 0) + "%" } ?? Figure.missing
        }
        let isDown = LinkLook.isDown(picture)
        if isDown {
            frame.put(
                MapWord.down(context.language), x: right - 15, y: line.y, style: SeverityMark.textStyle(.breach),
                maxWidth: 13,
                alignment: .trailing)
        } else {
            for (arrow, direction, x) in [("→", picture.forward, right - 15), ("←", picture.backward, right - 9)] {
                let text = StyledText(arrow, .dim) + StyledText(share(direction))
                frame.put(text, x: x, y: line.y, maxWidth: 6, alignment: .trailing)
            }
        }
        frame.put(
            SubjectName.link(index, snapshot, context.language), x: line.x + 1, y: line.y, maxWidth: line.width - 18)
    }
}
