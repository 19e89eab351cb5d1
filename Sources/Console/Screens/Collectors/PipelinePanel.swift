import Metro

/// The account of the sample path: offered = stored + queued + dropped by reason. Where it does not balance, it says so.
/// Under it how the path keeps up; in the border what the memory holds. Takes as many lines as its figures need: none is
/// left out or cut while there is room.
struct PipelinePanel {
    private let pipeline: PipelinePicture
    private let language: Language
    private let widths: DisplayWidth

    init(_ pipeline: PipelinePicture, _ context: RenderContext) {
        self.pipeline = pipeline
        language = context.language
        widths = context.widths
    }

    private var dropped: UInt64 { pipeline.dropped.reduce(0) { $0 &+ $1.count } }
    private var isBalanced: Bool { pipeline.stored &+ pipeline.queued &+ dropped == pipeline.offered }

    /// Rows that it wants in an area of `width` columns, its border included.
    func height(width: Int) -> Int { lines(fitting: width - 4).count + 2 }

    func draw(into frame: inout Frame, area: Rect) {
        let peak =
            CollectorWord.ringPeak(language) + " " + Figure.count(pipeline.ringHighWater) + " "
            + CollectorWord.of(language) + " " + Figure.count(pipeline.ringCapacity)
        let balance =
            isBalanced
            ? StyledText("· " + CollectorWord.account(language), .dim)
            : StyledText("X " + CollectorWord.mismatch(language), .breach)
        let inner = frame.box(
            area,
            BorderTexts(
                title: StyledText(CollectorWord.pipeline(language)), right: StyledText(peak, .dim), bottomLeft: memory,
                bottomRight: balance),
            role: .panelC)
        frame.put(
            lines(fitting: inner.width - 2),
            in: Rect(x: inner.x + 1, y: inner.y, width: inner.width - 2, height: inner.height))
    }

    private func lines(fitting columns: Int) -> [StyledText] {
        let account = widths.flow(account, gap: " ", columns: columns)
        let reasons = widths.flow(reasons, gap: StyledText(" ", .warning), columns: columns)
        let state = widths.flow(state, columns: columns)
        guard account.count == 1, reasons.count == 1 else { return account + reasons + state }
        return widths.flow(account + reasons, columns: columns) + state
    }

    private var account: [StyledText] {
        func figure(_ sign: String, _ word: CollectorWord, _ value: UInt64) -> StyledText {
            StyledText(sign + word(language) + " ", .dim) + StyledText(Figure.count(value), .title)
        }
        return [
            figure("", .offered, pipeline.offered), figure(isBalanced ? "= " : "≠ ", .stored, pipeline.stored),
            figure("+ ", .queued, pipeline.queued), figure("+ ", .dropped, dropped),
        ]
    }

    /// `(full 12,` `late 177)`
    private var reasons: [StyledText] {
        let counted = pipeline.dropped.filter { $0.count > 0 }
        return counted.enumerated().map { index, drop in
            let figure = CollectorWord.dropReason(drop.reason)(language) + " " + Figure.count(drop.count)
            return StyledText((index == 0 ? "(" : "") + figure + (index == counted.count - 1 ? ")" : ","), .warning)
        }
    }

    private var state: [StyledText] {
        func figure(_ word: CollectorWord, _ value: String, isNotable: Bool = false) -> StyledText {
            StyledText(word(language) + " ", .dim) + StyledText(value, isNotable ? .warning : .text)
        }
        let lag = pipeline.lagNanoseconds
        let refusals = pipeline.lanes.filter { $0.refused > 0 }.map {
            CollectorWord.ofSimulator($0.name)(language) + " " + Figure.count($0.refused)
        }
        var figures = [
            figure(
                .lag, lag < second ? Figure.milliseconds(Double(lag), decimals: 0) + " ms" : Figure.delay(Double(lag)),
                isNotable: lag >= second),
            figure(.ringDepth, Figure.count(pipeline.lanes.reduce(0) { $0 + $1.depth })),
            figure(.windowsLate, Figure.count(pipeline.windowsLate)),
        ]
        let lost = pipeline.network.overflowed + pipeline.network.unsent
        if lost > 0 { figures.append(figure(.socketsLost, Figure.count(UInt64(lost)), isNotable: true)) }
        if !refusals.isEmpty {
            figures.append(figure(.refused, refusals.joined(separator: ", "), isNotable: true))
        }
        return figures
    }

    /// `keeps 24 h in 310 MiB of 1 GiB`; `keeps 60 min  ! takes 1.6 GiB of 1 GiB` where the least that is kept is too
    /// much.
    private var memory: StyledText {
        let memory = pipeline.memory
        let kept =
            StyledText(CollectorWord.keeps(language) + " ", .dim) + StyledText(Figure.span(minutes: memory.minutesKept))
        let budget = " " + CollectorWord.of(language) + " " + Figure.bytes(memory.budgetBytes)
        let planned = Figure.bytes(memory.plannedBytes)
        if memory.plannedBytes > memory.budgetBytes {
            return kept + StyledText("  ! " + CollectorWord.takes(language) + " " + planned + budget, .warning)
        }
        return kept + StyledText(" " + CollectorWord.within(language) + " ", .dim) + StyledText(planned)
            + StyledText(budget, .dim)
    }

    private let second: Int64 = 1_000_000_000
}
