extension DisplayWidth {
    /// `text` in lines of at most `width` columns, broken at blanks where there are some and between characters where
    /// not (Chinese has none). At most `maximumLines`; the last one then ends with `…`.
    public func wrap(_ text: String, width: Int, maximumLines: Int) -> [String] {
        guard width > 0, maximumLines > 0 else { return [] }
        var lines: [String] = []
        var rest = Substring(text)
        while !rest.isEmpty {
            if lines.count == maximumLines - 1 {
                let last = StyledText(String(rest)).cut(to: width, self).spans.map(\.text).joined()
                return last.isEmpty ? lines : lines + [last]
            }
            let end = lineEnd(rest, width)
            lines.append(String(rest[..<end]).trimmingBlanks())
            rest = rest[end...].drop { $0 == " " }
        }
        return lines
    }

    private func lineEnd(_ text: Substring, _ width: Int) -> Substring.Index {
        var columns = 0
        var blank: Substring.Index?
        var index = text.startIndex
        while index < text.endIndex {
            let next = glyph(text[index]).columns
            if columns + next > width {
                if text[index] == " " { return index }
                // A character wider than the line still moves on, or the loop above would never end.
                return blank ?? (index > text.startIndex ? index : text.index(after: index))
            }
            if text[index] == " ", index > text.startIndex { blank = index }
            columns += next
            index = text.index(after: index)
        }
        return index
    }
}

extension String {
    fileprivate func trimmingBlanks() -> String {
        var text = Substring(self)
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
