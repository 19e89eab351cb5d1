/// One line of text in pieces of one style each.
public struct StyledText: Hashable, Sendable, ExpressibleByStringLiteral {
    public struct Span: Hashable, Sendable {
        public var text: String
        /// `nil`: the style of the place where it is drawn.
        public var style: Style?
    }
    public private(set) var spans: [Span]

    public init(_ text: String = "", _ style: Style? = nil) {
        spans = text.isEmpty ? [] : [Span(text: text, style: style)]
    }
    public init(_ text: String, _ role: Role, _ emphasis: Emphasis = []) {
        self.init(text, Style(role, emphasis))
    }
    public init(stringLiteral value: String) { self.init(value) }

    public var isEmpty: Bool { spans.isEmpty }

    public static func + (left: StyledText, right: StyledText) -> StyledText {
        var sum = left
        sum.spans += right.spans
        return sum
    }
    public static func += (left: inout StyledText, right: StyledText) { left = left + right }

    /// With symbols spelled in 7 bits where that changes no column.
    func spelledInASCII() -> StyledText {
        var copy = self
        for index in copy.spans.indices { copy.spans[index].text = ASCIIFallback.spelled(copy.spans[index].text) }
        return copy
    }

    public func columns(_ widths: DisplayWidth) -> Int {
        spans.reduce(0) { $0 + widths.of($1.text) }
    }
}

extension StyledText {
    /// At most `limit` columns of this text, the last of them `…` where something was cut; a wide character is never
    /// split. Reads no further than it must, however long the text is.
    public func cut(to limit: Int, _ widths: DisplayWidth, ellipsis: Bool = true) -> StyledText {
        var kept = StyledText()
        var columns = 0
        for span in spans {
            var room = Substring(span.text).startIndex
            for character in span.text {
                let next = widths.glyph(character).columns
                if columns + next > limit {
                    kept.append(span.text[..<room], span.style)
                    return ellipsis ? kept.endingWithEllipsis(columns, limit, widths, span.style) : kept
                }
                columns += next
                room = span.text.index(after: room)
            }
            kept.spans.append(span)
        }
        return kept
    }

    private mutating func append(_ text: Substring, _ style: Style?) {
        if !text.isEmpty { spans.append(Span(text: String(text), style: style)) }
    }

    private func endingWithEllipsis(_ columns: Int, _ limit: Int, _ widths: DisplayWidth, _ style: Style?)
        -> StyledText
    {
        let width = widths.glyph("…").columns
        guard width <= limit else { return StyledText() }
        var kept = self
        var columns = columns
        while columns + width > limit, let last = kept.spans.indices.last {
            if let dropped = kept.spans[last].text.popLast() { columns -= widths.glyph(dropped).columns }
            if kept.spans[last].text.isEmpty { kept.spans.removeLast() }
        }
        kept.spans.append(Span(text: "…", style: style))
        return kept
    }
}

public enum Alignment: Hashable, Sendable { case leading, centre, trailing }
