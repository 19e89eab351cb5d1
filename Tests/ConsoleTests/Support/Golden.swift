import Foundation
import Testing

@testable import Console

/// Frames kept as text in Tests/ConsoleTests/Golden: the glyphs, then the styles of every row as runs.
/// `HAOMIAO_RECORD_GOLDEN=1 swift test --filter ConsoleTests` writes them anew; look at the difference before committing.
enum Golden {
    static let isRecording = ProcessInfo.processInfo.environment["HAOMIAO_RECORD_GOLDEN"] == "1"

    static func expect(_ frame: Frame, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Golden/\(name).txt")
        let drawn = text(frame)
        if isRecording {
            do {
                try drawn.write(to: url, atomically: true, encoding: .utf8)
            } catch {
                Issue.record("cannot write \(url.path): \(error)", sourceLocation: sourceLocation)
            }
            return
        }
        guard let kept = try? String(contentsOf: url, encoding: .utf8) else {
            Issue.record(
                "no golden frame \(name); record it with HAOMIAO_RECORD_GOLDEN=1", sourceLocation: sourceLocation)
            return
        }
        if kept != drawn {
            Issue.record("\(name) differs:\n\(difference(kept, drawn))", sourceLocation: sourceLocation)
        }
    }

    static func text(_ frame: Frame) -> String {
        "\(frame.width)x\(frame.height)\n" + glyphs(frame).map { "|" + $0 + "|\n" }.joined()
            + (0..<frame.height).map { "\(String($0).leftPadded(3)) \(styles(frame, row: $0))\n" }.joined()
    }

    /// Rows as text; the right half of a wide character is not there.
    static func glyphs(_ frame: Frame) -> [String] {
        (0..<frame.height).map { y in
            String((0..<frame.width).map { frame[$0, y].glyph }.filter { $0 != Cell.continuation })
        }
    }

    private static func styles(_ frame: Frame, row y: Int) -> String {
        var runs: [String] = []
        var start = 0
        while start < frame.width {
            let style = frame[start, y].style
            var end = start
            while end + 1 < frame.width, frame[end + 1, y].style == style { end += 1 }
            if style != .text { runs.append("\(start)-\(end) \(name(style))") }
            start = end + 1
        }
        return runs.joined(separator: "; ")
    }

    private static func name(_ style: Style) -> String {
        let letters: [(Emphasis, String)] = [
            (.bold, "b"), (.underline, "u"), (.reverse, "r"), (.faint, "f"), (.selected, "s"),
        ]
        let emphasis = letters.filter { style.emphasis.contains($0.0) }.map(\.1).joined()
        return "\(style.role)" + (style.level > 0 ? "@\(style.level)" : "") + (emphasis.isEmpty ? "" : "+" + emphasis)
    }

    private static func difference(_ kept: String, _ drawn: String) -> String {
        let old = kept.split(separator: "\n", omittingEmptySubsequences: false)
        let new = drawn.split(separator: "\n", omittingEmptySubsequences: false)
        var lines: [String] = []
        for index in 0..<max(old.count, new.count) {
            let before = index < old.count ? old[index] : ""
            let after = index < new.count ? new[index] : ""
            if before != after { lines.append("line \(index + 1)\n- \(before)\n+ \(after)") }
        }
        return lines.prefix(12).joined(separator: "\n") + (lines.count > 12 ? "\n… \(lines.count - 12) more" : "")
    }
}

extension String {
    fileprivate func leftPadded(_ width: Int) -> String {
        String(repeating: " ", count: max(0, width - count)) + self
    }
}
