extension DisplayWidth {
    /// The pieces in lines of at most `columns`; a piece is never divided.
    func flow(_ pieces: [StyledText], gap: StyledText = "  ", columns: Int) -> [StyledText] {
        var lines: [StyledText] = []
        for piece in pieces {
            if let last = lines.last, (last + gap + piece).columns(self) <= columns {
                lines[lines.count - 1] = last + gap + piece
            } else {
                lines.append(piece)
            }
        }
        return lines
    }
}

extension Frame {
    /// Lines from the top of `area`; where they are more than it holds, the last one ends with `…`.
    mutating func put(_ lines: [StyledText], in area: Rect) {
        for (row, line) in lines.prefix(area.height).enumerated() {
            let isCut = row == area.height - 1 && lines.count > area.height
            let shown = isCut ? line.cut(to: area.width - 2, widths) + " …" : line
            put(shown, x: area.x, y: area.y + row, maxWidth: area.width)
        }
    }
}
