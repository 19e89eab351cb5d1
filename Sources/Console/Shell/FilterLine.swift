/// The line that `/` opens; the rows follow while it is typed.
struct FilterLine: Hashable, Sendable {
    var text: String
    /// What Esc brings back.
    var before: String?

    /// Characters that one filter may have.
    static let longest = 120
}

extension ConsoleApp {
    /// A key while a filter is typed.
    mutating func type(_ key: Key) -> AppDirective {
        guard var line = filterLine else { return .none }
        switch key {
        case .enter:
            filters[place.id] = line.text.isEmpty ? nil : line.text
            filterLine = nil
        case .escape:
            filters[place.id] = line.before
            filterLine = nil
        case .backspace, .control("h"):
            if line.text.popLast() == nil {
                filters[place.id] = nil
                filterLine = nil
            } else {
                filterLine = line
            }
        case .control("u"):
            line.text = ""
            filterLine = line
        case .control("c"): return .quit
        case .control("z"): return .suspend
        case .control("l"): return .fullRepaint
        case .character(let character):
            guard line.text.count < FilterLine.longest else { return .none }
            line.text.append(character)
            filterLine = line
        default: return .none
        }
        return .redraw
    }
}
