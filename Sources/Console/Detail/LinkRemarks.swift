import Metro

/// What an operator should know of a link beside its figures: what disagrees, what is odd about either interface, why
/// its light is not measured, where the network differs from the inventory.
struct LinkRemarks {
    let link: Link
    let picture: LinkPicture
    let snapshot: MetroSnapshot
    let context: RenderContext

    private var language: Language { context.language }
    var count: Int { remarks.count }

    /// A mark, and the sentence after it.
    private var remarks: [(severity: Severity, text: String)] {
        var remarks: [(Severity, String)] = []
        func warn(_ text: String) { remarks.append((.warning, text)) }
        if picture.capacityDiffers { warn(DetailWord.capacityDiffers(language)) }
        if picture.forward.endsDisagree || picture.backward.endsDisagree { warn(DetailWord.endsDisagree(language)) }
        for finding in snapshot.drift.findings(of: link.id) { warn(finding.sentence(language)) }
        for (end, interface) in [(picture.endA, link.a), (picture.endB, link.b)] {
            let optics: [(DetailWord, Reading<Double>?)] = [
                (.arrivingPower, end.optics?.receivedPowerDBm), (.sentPower, end.optics?.transmittedPowerDBm),
            ]
            for (word, reading) in optics {
                guard let reason = reading?.reason, reason != .columnAbsent else { continue }
                remarks.append((.unknown, "\(interface) \(word(language)): \(reason.sentence(language))"))
            }
            for oddity in end.oddities { warn("\(interface): \(oddity)") }
        }
        return remarks
    }

    func draw(into frame: inout Frame, area: Rect) {
        let area = Rect(x: area.x + 1, y: area.y, width: area.width - 2, height: area.height)
        let remarks = remarks
        guard !remarks.isEmpty else {
            frame.put(DetailWord.noRemarks(language), x: area.x, y: area.y, style: .dim, maxWidth: area.width)
            return
        }
        let lines = remarks.flatMap { remark in
            context.widths.wrap(remark.text, width: area.width - 2, maximumLines: 6).enumerated().map { row, line in
                (row == 0 ? SeverityMark.text(remark.severity) + " " : "  ")
                    + StyledText(line, SeverityMark.textStyle(remark.severity))
            }
        }
        frame.put(lines, in: area)
    }
}
