import Metro

/// The account of the sample path: offered = stored + queued + dropped by reason. Where it does not balance, it says so.
/// Under it how the path keeps up; in the border what the memory holds.
struct PipelineLine {
    private let pipeline: PipelinePicture
    private let language: Language

    init(_ pipeline: PipelinePicture, _ language: Language) {
        self.pipeline = pipeline
        self.language = language
    }

    private var dropped: UInt64 { pipeline.dropped.reduce(0) { $0 &+ $1.count } }
    private var isBalanced: Bool { pipeline.stored &+ pipeline.queued &+ dropped == pipeline.offered }

    func draw(into frame: inout Frame, area: Rect) {
        let peak =
            CollectorWord.ring(language) + " " + Figure.count(pipeline.ringHighWater) + " / "
            + Figure.count(pipeline.ringCapacity)
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
        frame.put(text, x: inner.x + 1, y: inner.y, maxWidth: inner.width - 2)
        guard inner.height > 1 else { return }
        frame.put(state(fitting: inner.width - 2, frame.widths), x: inner.x + 1, y: inner.y + 1)
    }

    private var text: StyledText {
        func figure(_ word: CollectorWord, _ value: UInt64) -> StyledText {
            StyledText(word(language) + " ", .dim) + StyledText(Figure.count(value), .title)
        }
        var text =
            figure(.offered, pipeline.offered) + StyledText(isBalanced ? " = " : " ≠ ", .dim)
            + figure(.stored, pipeline.stored) + StyledText(" + ", .dim) + figure(.queued, pipeline.queued)
            + StyledText(" + ", .dim) + figure(.dropped, dropped)
        let reasons = pipeline.dropped.filter { $0.count > 0 }.map {
            CollectorWord.dropReason($0.reason)(language) + " " + Figure.count($0.count)
        }
        if !reasons.isEmpty { text += StyledText("  (" + reasons.joined(separator: ", ") + ")", .warning) }
        return text
    }

    /// As many figures as there is room for, the most telling first.
    private func state(fitting columns: Int, _ widths: DisplayWidth) -> StyledText {
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
            figure(.windowsLate, Figure.count(pipeline.windowsLate), isNotable: pipeline.windowsLate > 0),
        ]
        if !refusals.isEmpty {
            figures.append(figure(.refused, refusals.joined(separator: ", "), isNotable: true))
        }
        var text = StyledText()
        for figure in figures {
            let longer = text.isEmpty ? figure : text + StyledText("  ") + figure
            if longer.columns(widths) <= columns { text = longer }
        }
        return text
    }

    /// `keeps 24 h in 310 MiB of 1 GiB`; a warning where that is less than the hour that screens show.
    private var memory: StyledText {
        let memory = pipeline.memory
        return StyledText(CollectorWord.keeps(language) + " ", .dim)
            + StyledText(Figure.span(minutes: memory.minutesKept), memory.minutesKept < 60 ? .warning : .text)
            + StyledText(" " + CollectorWord.within(language) + " ", .dim)
            + StyledText(Figure.bytes(memory.plannedBytes))
            + StyledText(" " + CollectorWord.of(language) + " " + Figure.bytes(memory.budgetBytes), .dim)
    }

    private let second: Int64 = 1_000_000_000
}
