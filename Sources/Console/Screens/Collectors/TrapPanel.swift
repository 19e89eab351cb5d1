import Metro

/// The account of the traps: received = what became of them, then the senders that are limited or tell of wrong secrets.
struct TrapPanel {
    private let snapshot: MetroSnapshot
    private let traps: TrapPicture?
    private let language: Language
    private let widths: DisplayWidth

    init(_ snapshot: MetroSnapshot, _ context: RenderContext) {
        self.snapshot = snapshot
        traps = snapshot.traps
        language = context.language
        widths = context.widths
    }

    /// Rows that it wants, its border included: all of it where there is room, at most two fifths of the area.
    func height(_ area: Rect) -> Int {
        traps == nil ? 0 : min(lines(fitting: area.width - 4).count + 2, max(6, area.height * 2 / 5))
    }

    func draw(into frame: inout Frame, area: Rect) {
        guard let traps, !area.isEmpty else { return }
        let isBalanced = traps.counters.accounted == traps.counters.received
        let balance =
            isBalanced
            ? StyledText("· " + CollectorWord.account(language), .dim)
            : StyledText("X " + CollectorWord.mismatch(language), .breach)
        let inner = frame.box(
            area,
            BorderTexts(
                title: StyledText(CollectorWord.trapAccount(language)), right: StyledText(traps.address, .dim),
                bottomLeft: forgotten, bottomRight: balance),
            role: .panelC)
        frame.put(
            lines(fitting: inner.width - 2),
            in: Rect(x: inner.x + 1, y: inner.y, width: inner.width - 2, height: inner.height))
    }

    /// `traps 48 213  ! 1 source limited  ! 3 authentication failures`, for the border of another list.
    var summary: StyledText {
        guard let traps else { return StyledText() }
        var text =
            StyledText(CollectorWord.traps(language) + " ", .dim) + StyledText(Figure.count(traps.counters.received))
        let limited = traps.sources.count { $0.isLimited }
        if limited > 0 {
            text += StyledText("  ! \(Figure.count(limited)) " + CollectorWord.limitedSources(language), .warning)
        }
        if traps.counters.authenticationFailures > 0 {
            text += StyledText(
                "  ! " + Figure.count(traps.counters.authenticationFailures) + " "
                    + CollectorWord.authenticationFailures(language), .warning)
        }
        return text
    }

    /// Whether the list deserves a look.
    var isNotable: Bool {
        traps.map { $0.counters.authenticationFailures > 0 || $0.sources.contains(where: \.isLimited) } ?? false
    }

    private func lines(fitting columns: Int) -> [StyledText] {
        guard let traps else { return [] }
        let counters = traps.counters
        return widths.flow(account(counters), gap: " ", columns: columns)
            + widths.flow(reasons(counters), gap: StyledText(" ", .warning), columns: columns)
            + sources(traps) + widths.flow(kinds(counters), columns: columns)
    }

    private func account(_ counters: TrapPicture.Counters) -> [StyledText] {
        func figure(_ sign: String, _ word: CollectorWord, _ value: UInt64) -> StyledText {
            StyledText(sign + word(language) + " ", .dim) + StyledText(Figure.count(value), .title)
        }
        return [
            figure("", .received, counters.received), figure("= ", .understood, counters.delivered),
            figure("+ ", .unknownTraps, counters.unknown), figure("+ ", .repeated, counters.duplicates),
            figure("+ ", .discoveries, counters.discoveries),
            figure("+ ", .notTaken, losses(counters).reduce(0) { $0 &+ $1.1 }),
        ]
    }

    /// `(limited 90 120,` `unknown source 118)`
    private func reasons(_ counters: TrapPicture.Counters) -> [StyledText] {
        let counted = losses(counters).filter { $0.1 > 0 }
        return counted.enumerated().map { index, loss in
            StyledText(
                (index == 0 ? "(" : "") + loss.0(language) + " " + Figure.count(loss.1)
                    + (index == counted.count - 1 ? ")" : ","), .warning)
        }
    }

    private func kinds(_ counters: TrapPicture.Counters) -> [StyledText] {
        func plain(_ word: String, _ value: UInt64) -> StyledText {
            StyledText(word + " ", .dim) + StyledText(Figure.count(value))
        }
        let notable = [
            (CollectorWord.authenticationFailures, counters.authenticationFailures),
            (.overflowed, counters.overflowed),
        ].filter { $0.1 > 0 }.map { StyledText("! " + $0.0(language) + " " + Figure.count($0.1), .warning) }
        return notable + [
            plain("v1", counters.version1), plain("v2c", counters.version2), plain("v3", counters.version3),
            plain(CollectorWord.linkTraps(language), counters.links),
            plain(CollectorWord.starts(language), counters.starts),
            plain(CollectorWord.informs(language), counters.informsAnswered),
        ]
    }

    private func losses(_ counters: TrapPicture.Counters) -> [(CollectorWord, UInt64)] {
        [
            (.limited, counters.limited), (.unknownSource, counters.unknownSource), (.malformed, counters.malformed),
            (.unexpected, counters.unexpected), (.wrongCommunity, counters.wrongCommunity),
            (.unknownUser, counters.unknownUser), (.wrongDigest, counters.wrongDigest),
            (.lowLevel, counters.lowLevel), (.outsideWindow, counters.outsideTimeWindow),
            (.undecryptable, counters.undecryptable), (.ambiguous, counters.ambiguous),
        ]
    }

    /// `! 192.0.2.7 pe-dc6: 12 345 in 10 s, limited (90 000 not taken in)`.
    private func sources(_ traps: TrapPicture) -> [StyledText] {
        traps.sources.compactMap { source in
            guard source.isLimited || source.limited > 0 || source.authenticationFailures > 0 else { return nil }
            let device = source.device.map { " " + $0.text } ?? ""
            var parts = [Figure.count(source.lastTenSeconds) + " " + CollectorWord.inTenSeconds(language)]
            if source.isLimited { parts[0] += ", " + CollectorWord.limited(language) }
            if source.limited > 0 {
                parts.append(CollectorWord.notTaken(language) + " " + Figure.count(source.limited))
            }
            if source.authenticationFailures > 0 {
                parts.append(
                    CollectorWord.authenticationFailures(language) + " " + Figure.count(source.authenticationFailures))
            }
            let style = source.isLimited ? Style(.warning) : .text
            return StyledText(source.isLimited ? "! " : "  ", .warning)
                + StyledText(source.address + device + ": " + parts.joined(separator: "  "), style)
        }
    }

    private var forgotten: StyledText {
        guard let traps, traps.forgottenSources > 0 else { return StyledText() }
        return StyledText(CollectorWord.forgotten(language) + " " + Figure.count(traps.forgottenSources), .dim)
    }
}
