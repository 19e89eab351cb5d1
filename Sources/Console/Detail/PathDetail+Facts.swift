import Metro

extension PathDetail {
    /// What a figure rests on, in words; the last lines lead to the link and the sites.
    var facts: FactList {
        let language = context.language
        var facts: [FactList.Fact] = []
        func add(_ label: DetailWord, _ text: StyledText, item: Int? = nil) {
            facts.append(FactList.Fact(label: label(language), text: text, item: item))
        }
        let severity = SeverityMark.severity(picture.verdict)
        var verdict =
            SeverityMark.text(severity)
            + StyledText(" " + picture.verdict.word(language), SeverityMark.textStyle(severity))
        verdict += StyledText(
            "  " + DetailWord.limit(language) + " " + Figure.milliseconds(picture.limitNanoseconds) + " ms", .dim)
        let isEstimate = picture.verdict != .unknown && picture.judgedBy == .roundTrip
        if isEstimate { verdict += StyledText("  " + DetailWord.estimate(language), Style(.warning)) }
        add(.verdict, verdict)
        if isEstimate, hasClockFault {
            add(.because, StyledText(DetailWord.waysSpoiled(language), Style(.unknown)))
        }
        if let reason = picture.reason { add(.because, StyledText(reason.sentence(language), Style(.unknown))) }
        for (number, item) in DetailRows.items(.facts, .path(index), snapshot).enumerated() {
            switch item {
            case .link(let link): add(.ridesOn, StyledText(SubjectName.link(link, snapshot, language)), item: number)
            case .site(let site):
                let id = snapshot.inventory.sites[site].id
                add(id == path.a ? .endA : .endB, StyledText(SubjectName.site(id, snapshot, language)), item: number)
            case .path, .device, .event: break
            }
        }
        if let trip = picture.roundTrip { add(.trip, roundTrip(trip)) }
        for (label, text) in physics { add(label, text) }
        return FactList(facts: facts)
    }

    /// Whether a clock makes the delays of single ways worthless, now or within the window.
    private var hasClockFault: Bool {
        picture.clock?.fault != nil || picture.forward.clockFaults + picture.backward.clockFaults > 0
    }

    /// `min 0.820  p50 0.841  p99 0.882 ms  loss 0.01 %`.
    private func roundTrip(_ trip: PathDirectionPicture) -> StyledText {
        let language = context.language
        func figure(_ label: DetailWord, _ reading: Reading<Double>) -> StyledText {
            StyledText(label(language) + " ", .dim)
                + TwoWayTable.text(reading, language) { Figure.milliseconds($0) } + "  "
        }
        return figure(.minimum, trip.minimum) + figure(.p50, trip.p50) + figure(.p99, trip.p99) + StyledText("ms  ")
            + StyledText("n ", .dim) + StyledText(Figure.count(trip.n))
    }

    /// Floor, excess and ratio (`indicators.md` §4): against the expected floor, else the guaranteed one.
    private var physics: [(DetailWord, StyledText)] {
        let language = context.language
        var lines: [(DetailWord, StyledText)] = []
        if let length = path.routeKilometres {
            let basis: DetailWord =
                switch path.lengthBasis {
                case .otdr: .otdr
                case .designRoute: .design
                case .geodesic: .geodesic
                }
            lines.append(
                (.route, StyledText(Figure.fixed(length, decimals: 1) + " km ") + StyledText(basis(language), .dim)))
        }
        guard let floor = picture.floor, floor > 0 else { return lines }
        var floors = StyledText(Figure.milliseconds(floor) + " ms")
        if let guaranteed = picture.guaranteedFloor, guaranteed != floor {
            floors += StyledText("  " + DetailWord.guaranteed(language) + " ", .dim)
            floors += StyledText(Figure.milliseconds(guaranteed))
        }
        lines.append((.floor, floors))
        let minima = [picture.forward.minimum.value, picture.backward.minimum.value]
        guard minima.contains(where: { $0 != nil }) else { return lines }
        // An arrow that is drawn `<-` must not run into a minus.
        func apart(_ figure: String) -> String { (figure.hasPrefix("-") ? "  " : " ") + figure }
        let excess = minima.map { $0.map { Figure.milliseconds($0 - floor) } ?? Figure.missing }
        lines.append((.excess, StyledText("→" + apart(excess[0]) + "  ←" + apart(excess[1]) + " ms")))
        let worst = minima.compactMap { $0.map { $0 / floor } }
        let ratio = worst.max() ?? 0
        var text = StyledText(Figure.fixed(ratio, decimals: 2) + " ×")
        if let least = worst.min(), least < 1, let guaranteed = picture.guaranteedFloor, least * floor < guaranteed {
            text +=
                StyledText("  ") + SeverityMark.text(.unknown)
                + StyledText(" " + DetailWord.ratioImpossible(language), Style(.unknown))
        } else if ratio > PhysicalFloor.amberRatio {
            text +=
                StyledText("  ") + SeverityMark.text(.warning)
                + StyledText(" " + DetailWord.ratioHigh(language), Style(.warning))
        }
        lines.append((.ratio, text))
        return lines
    }
}
