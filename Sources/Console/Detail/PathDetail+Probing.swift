import Metro

extension PathDetail {
    /// What delays rest on beside distance: both clocks and who read them, and what became of the probes. What is wrong
    /// stands first.
    var probing: FactList {
        let language = context.language
        var facts: [FactList.Fact] = []
        func add(_ label: String, _ text: StyledText) { facts.append(FactList.Fact(label: label, text: text)) }
        if let fault { add(ProbeWord.fault(language), fault) }
        let faults = picture.forward.clockFaults + picture.backward.clockFaults
        if faults > 0 {
            add(
                DetailWord.clockFaults(language),
                StyledText(Figure.count(faults) + " ", Style(.unknown)) + SeverityMark.text(.unknown))
        }
        if let clock = picture.clock, clock.relation == .independent {
            add(ProbeWord.own(language), end(clock.own))
            let none = StyledText(ProbeWord.noAnswerYet(language), Style(.unknown))
            add(ProbeWord.far(language), clock.peer.map(end) ?? none)
        } else {
            let relation: DetailWord = path.clock == .shared ? .clockShared : .clockIndependent
            add(DetailWord.clocks(language), StyledText(relation(language)))
        }
        if let clock = picture.clock { add(ProbeWord.stamps(language), stamps(clock)) }
        if let account = picture.probes {
            for (label, text) in lines(of: account) { add(label(language), text) }
        } else {
            add(ProbeWord.probes(language), StyledText(ProbeWord.noAccount(language), .dim))
        }
        add(DetailWord.probe(language), probe)
        if let reflector = path.reflector { add(DetailWord.reflector(language), StyledText(reflector.text)) }
        return FactList(facts: facts)
    }

    /// `? 13:58 clock set by +302 µs`; `nil` where no probe could have told one.
    private var fault: StyledText? {
        let language = context.language
        guard let clock = picture.clock else { return nil }
        guard let fault = clock.fault else { return StyledText(ProbeWord.noFault(language), .dim) }
        let amount = (fault.nanoseconds > 0 ? "+" : "") + Figure.delay(Double(fault.nanoseconds))
        let time = Figure.timeOfDay(
            fault.sinceNanoseconds, offsetSeconds: snapshot.zoneOffsetSeconds, seconds: false)
        let what =
            switch fault.kind {
            case .step: ProbeWord.step(language) + " " + amount
            case .drift:
                ProbeWord.drift(language) + " "
                    + (fault.partsPerMillion.map { Figure.fixed($0, decimals: 1) + " ppm, " } ?? "") + amount
            case .belowFloor:
                ProbeWord.belowFloor(language) + " " + Figure.delay(Double(fault.nanoseconds.magnitude))
            }
        return SeverityMark.text(.unknown) + StyledText(" " + time + " " + what, Style(.unknown))
    }

    /// `NTP ±12 µs`.
    private func end(_ end: PathClock.End) -> StyledText {
        let language = context.language
        let source = end.source.map { StyledText($0.uppercased() + "  ") } ?? ""
        guard end.isSynchronised else {
            return source + SeverityMark.text(.unknown)
                + StyledText(" " + ProbeWord.notSynchronised(language), Style(.unknown))
        }
        guard let error = end.errorNanoseconds else {
            return source + StyledText(ProbeWord.errorUnknown(language), Style(.unknown))
        }
        return source + StyledText("±" + Figure.delay(Double(error)))
    }

    /// Stamps of the program err by what the system does meanwhile, so they are marked.
    private func stamps(_ clock: PathClock) -> StyledText {
        let language = context.language
        func by(_ stamping: PathClock.Stamping) -> StyledText {
            StyledText(stamping.word(language), stamping == .program ? Style(.warning) : .text)
        }
        return StyledText(ProbeWord.sending(language) + " ", .dim) + by(clock.sending)
            + StyledText("  " + ProbeWord.receiving(language) + " ", .dim) + by(clock.receiving)
    }

    private func lines(of account: ProbeAccount) -> [(ProbeWord, StyledText)] {
        let language = context.language
        /// `late 3  foreign 1`, of those that are not 0.
        func some(_ counts: [(ProbeWord, UInt64)], _ style: Style) -> StyledText? {
            let texts = counts.filter { $0.1 > 0 }.map { $0.0(language) + " " + Figure.count($0.1) }
            return texts.isEmpty ? nil : StyledText(texts.joined(separator: "  "), style)
        }
        var lines: [(ProbeWord, StyledText)] = []
        func add(_ label: ProbeWord, _ text: StyledText?) { if let text { lines.append((label, text)) } }
        /// `86 402 sent`.
        func count(_ value: UInt64, _ word: ProbeWord) -> StyledText {
            StyledText(Figure.count(value) + " ") + StyledText(word(language), .dim)
        }
        add(
            .probes,
            count(account.sent, .sent) + "  " + count(account.answered, .answered) + "  "
                + count(account.outstanding, .underWay))
        if account.lost > 0 {
            let known = account.lostForward &+ account.lostBackward
            var text = StyledText(Figure.count(account.lost), Style(.warning))
            if known > 0 {
                text += StyledText("  → \(Figure.count(account.lostForward))  ← \(Figure.count(account.lostBackward))")
            }
            if known < account.lost {
                text += StyledText(
                    "  " + (known > 0 ? "? \(Figure.count(account.lost - known))" : ProbeWord.thereUnknown(language)),
                    .dim)
            }
            add(.lost, text)
        }
        add(.notJudged, some([(.refused, account.refused), (.spoiled, account.spoiled)], Style(.warning)))
        add(
            .notSent,
            some([(.shed, account.shed), (.skipped, account.skipped), (.unsent, account.unsent)], Style(.warning)))
        add(
            .oddAnswers,
            some(
                [
                    (.duplicates, account.duplicates), (.reordered, account.reordered), (.late, account.late),
                    (.foreign, account.foreign), (.mismatched, account.mismatched), (.malformed, account.malformed),
                    (.unauthentic, account.unauthentic),
                ], .text))
        return lines
    }

    /// `1.0 s  DSCP 46  64 bytes  by east`.
    private var probe: StyledText {
        let language = context.language
        let interval = path.probeIntervalMilliseconds
        var parts = [
            interval < 1000 ? "\(interval) ms" : Figure.fixed(Double(interval) / 1000, decimals: 1) + " s"
        ]
        if path.dscp > 0 { parts.append("DSCP \(path.dscp)") }
        if let bytes = path.probeBytes { parts.append("\(bytes) \(ProbeWord.bytes(language))") }
        if let instance = path.instance { parts.append(ProbeWord.measuredBy(language) + " " + instance.text) }
        return StyledText(parts.joined(separator: "  "))
    }
}
