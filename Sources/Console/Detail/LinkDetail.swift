import Metro

/// The figures of one link: both interfaces, both directions.
struct LinkDetail {
    let index: Int
    let link: Link
    let picture: LinkPicture
    let snapshot: MetroSnapshot
    let context: RenderContext

    private var language: Language { context.language }

    init?(_ index: Int, _ snapshot: MetroSnapshot, _ context: RenderContext) {
        guard snapshot.inventory.links.indices.contains(index), snapshot.links.indices.contains(index) else {
            return nil
        }
        self.index = index
        link = snapshot.inventory.links[index]
        picture = snapshot.links[index]
        self.snapshot = snapshot
        self.context = context
    }

    var title: StyledText {
        StyledText(SubjectName.link(index, snapshot, language))
            + (picture.severity > .ok ? StyledText(" ") + SeverityMark.text(picture.severity) : "")
            + StyledText(" · " + DetailWord.utilization(language) + " · " + DetailWord.lastHour(language), .dim)
    }

    /// `→ 46.1 % 184.4 Gb/s   ← 18.2 % …`, in the border.
    var rates: StyledText {
        var text = StyledText()
        for (arrow, direction) in [("→ ", picture.forward), ("  ← ", picture.backward)] {
            text +=
                StyledText(arrow, .dim)
                + TwoWayTable.text(direction.utilization, language) { Figure.percent($0, sign: true) }
        }
        return text
    }

    func drawUtilization(into frame: inout Frame, area: Rect) {
        let (forward, backward) = (picture.forward.minuteUtilization.values, picture.backward.minuteUtilization.values)
        if !(forward + backward).contains(where: \.isFinite), let reason = picture.forward.utilization.reason {
            frame.put(
                reason.sentence(language), x: area.x + 1, y: area.y + area.height / 2, style: Style(.unknown),
                maxWidth: area.width - 2, alignment: .centre)
            return
        }
        UtilizationMirror(forward: forward, backward: backward)
            .draw(into: &frame, area: area, glyphs: context.glyphs, times: TimeAxis(snapshot))
    }

    var figures: TwoWayTable {
        let (f, b) = (picture.forward, picture.backward)
        func status(_ reading: Reading<OperationalStatus>) -> StyledText {
            guard let value = reading.value else { return TwoWayTable.text(reading, language) { $0.word } }
            let severity: Severity = value == .up ? .ok : .breach
            return StyledText(value.localized(language) + " ", SeverityMark.textStyle(severity))
                + SeverityMark.text(severity)
        }
        func speed(_ reading: Reading<Double>) -> StyledText {
            let text = TwoWayTable.text(reading, language) { Figure.bitRate($0) }
            return picture.capacityDiffers ? text + StyledText(" ") + SeverityMark.text(.warning) : text
        }
        func perSecond(_ reading: Reading<Double>) -> StyledText {
            let text = TwoWayTable.text(reading, language) { Figure.fixed($0, decimals: 1) }
            return (reading.value ?? 0) > 0 ? text + StyledText(" ") + SeverityMark.text(.warning) : text
        }
        func ends(_ reading: Reading<Double>, _ disagrees: Bool) -> StyledText {
            let text = TwoWayTable.text(reading, language) { Figure.bitRate($0) }
            return disagrees ? text + StyledText(" ") + SeverityMark.text(.warning) : text
        }
        func both(_ label: DetailWord, _ a: StyledText, _ b: StyledText) -> TwoWayTable.Row {
            TwoWayTable.Row(label: label(language), forward: a, backward: b)
        }
        return TwoWayTable(
            rows: [
                TwoWayTable.row(.utilization, f.utilization, b.utilization, language) {
                    Figure.percent($0, sign: true)
                },
                both(.rate, ends(f.bitsPerSecond, f.endsDisagree), ends(b.bitsPerSecond, b.endsDisagree)),
                both(.speed, speed(f.speedBitsPerSecond), speed(b.speedBitsPerSecond)),
                both(.status, status(f.operationalStatus), status(b.operationalStatus)),
                both(.errors, perSecond(f.errorsPerSecond), perSecond(b.errorsPerSecond)),
                both(.discards, perSecond(f.discardsPerSecond), perSecond(b.discardsPerSecond)),
                both(.age, StyledText(Figure.age(f.ageNanoseconds)), StyledText(Figure.age(b.ageNanoseconds))),
            ] + light,
            headers: (StyledText("A → B"), StyledText("B → A")))
    }

    /// Power of the light that is sent, and that arrives at the other end, dBm; nothing where no transceiver tells.
    private var light: [TwoWayTable.Row] {
        let (a, b) = (picture.endA.optics, picture.endB.optics)
        guard a != nil || b != nil else { return [] }
        let none = Reading<Double>.missing(.notMeasured)
        return [
            TwoWayTable.row(
                .sentPower, a?.transmittedPowerDBm ?? none, b?.transmittedPowerDBm ?? none, language, Figure.decibel),
            TwoWayTable.row(
                .arrivingPower, b?.receivedPowerDBm ?? none, a?.receivedPowerDBm ?? none, language, Figure.decibel),
        ]
    }

    /// What does not fit a column: capacity, fibre, both interfaces with their aliases.
    var ends: [StyledText] {
        var lines: [StyledText] = []
        var first = StyledText()
        if let capacity = link.capacityBitsPerSecond {
            first += StyledText(DetailWord.capacity(language) + " ", .dim) + StyledText(Figure.bitRate(capacity) + "  ")
        }
        if let fibre = link.fibreKilometres {
            first +=
                StyledText(DetailWord.fibre(language) + " ", .dim)
                + StyledText(Figure.fixed(fibre, decimals: 1) + " km  ")
        }
        if let id = link.operatorID {
            let name = snapshot.inventory.operators.first { $0.id == id }?.name.text(language) ?? id.text
            first += StyledText(DetailWord.networkOperator(language) + " ", .dim) + StyledText(name)
        }
        if !first.isEmpty { lines.append(first) }
        for (end, interface, alias) in [("A ", link.a, picture.endA.alias), ("B ", link.b, picture.endB.alias)] {
            lines.append(StyledText(end, .dim) + StyledText(interface.description) + StyledText("  " + alias, .dim))
        }
        return lines
    }

    var remarks: LinkRemarks { LinkRemarks(link: link, picture: picture, snapshot: snapshot, context: context) }
}
