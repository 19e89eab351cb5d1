import Metro

/// The account of the sample path: offered = stored + queued + dropped by reason. Where it does not balance, it says so.
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
                title: StyledText(CollectorWord.pipeline(language)), right: StyledText(peak, .dim), bottomRight: balance
            ),
            role: .panelC)
        frame.put(text, x: inner.x + 1, y: inner.y, maxWidth: inner.width - 2)
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
}
