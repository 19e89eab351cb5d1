import CNCurses
import Console
import Glibc

/// Puts frames on ncurses: row by row, only rows that changed, colour pairs defined as they are first used.
struct CursesScreen {
    private let depth: ColorDepth
    private let pairLimit: Int32
    private var pairs: [UInt64: Int32] = [:]
    private var looks: [Style: (attributes: UInt32, pair: Int32)] = [:]
    private var shown: Frame?
    private var row: [hm_cell] = []

    /// Call after `hm_start`.
    init(wantsColor: Bool) {
        let colors = wantsColor ? hm_colors() : 0
        depth =
            switch colors {
            case ..<8: .none
            case ..<16: .eight
            case ..<256: .sixteen
            default: hm_is_direct_color() ? .direct : .palette256
            }
        pairLimit = min(hm_color_pairs(), 32_000)
    }

    /// Forgets what each style looks like: the theme changed.
    mutating func themeChanged() {
        looks.removeAll()
        shown = nil
    }

    /// The terminal shows something else than we think.
    mutating func forget() {
        shown = nil
        hm_repaint()
    }

    /// Draws `frame`; `false` when it equals the last one and nothing was sent.
    mutating func draw(_ frame: Frame, resolve: (Style) -> ResolvedStyle) -> Bool {
        if let shown, shown == frame { return false }
        for y in 0..<frame.height {
            let range = y * frame.width..<(y + 1) * frame.width
            if let shown, shown.width == frame.width, shown.height == frame.height,
                shown.cells[range] == frame.cells[range]
            {
                continue
            }
            row.removeAll(keepingCapacity: true)
            for index in range { row.append(cell(frame.cells, index, range.upperBound, resolve)) }
            hm_put_row(Int32(y), row, Int32(row.count))
        }
        shown = frame
        hm_update()
        return true
    }

    private mutating func cell(
        _ cells: [Cell], _ index: Int, _ end: Int, _ resolve: (Style) -> ResolvedStyle
    ) -> hm_cell {
        let source = cells[index]
        var cell = hm_cell()
        guard source.glyph != Cell.continuation else { return cell }
        var scalars = source.glyph.unicodeScalars.makeIterator()
        cell.scalars.0 = scalars.next()?.value ?? 32
        cell.scalars.1 = scalars.next()?.value ?? 0
        cell.scalars.2 = scalars.next()?.value ?? 0
        cell.scalars.3 = scalars.next()?.value ?? 0
        cell.width = index + 1 < end && cells[index + 1].glyph == Cell.continuation ? 2 : 1
        let look = look(source.style, resolve)
        cell.attributes = look.attributes
        cell.pair = look.pair
        return cell
    }

    private mutating func look(
        _ style: Style, _ resolve: (Style) -> ResolvedStyle
    ) -> (attributes: UInt32, pair: Int32) {
        if let known = looks[style] { return known }
        var resolved = resolve(style)
        if style.emphasis.contains(.selected), depth == .none || depth == .eight, !resolved.emphasis.contains(.reverse)
        {
            // A dark background comes out black in eight colours, and not at all without: reversal always shows.
            resolved.background = nil
            resolved.emphasis.insert(.reverse)
        }
        let look = (resolved.emphasis.attributes, pair(resolved.foreground, resolved.background))
        looks[style] = look
        return look
    }

    /// The pair of two colours. A terminal with few pairs gets its default colours once they are used up: the shapes
    /// and letters still tell the severity.
    private mutating func pair(_ foreground: RGB?, _ background: RGB?) -> Int32 {
        guard depth != .none else { return 0 }
        let front = ColorReduction.number(foreground, depth)
        let back = ColorReduction.number(background, depth)
        if front == -1 && back == -1 { return 0 }
        let key = UInt64(UInt32(bitPattern: front)) << 32 | UInt64(UInt32(bitPattern: back))
        if let known = pairs[key] { return known }
        let number = Int32(pairs.count + 1)
        guard number < pairLimit, hm_define_pair(number, front, back) else { return 0 }
        pairs[key] = number
        return number
    }
}

extension Emphasis {
    var attributes: UInt32 {
        var bits: UInt32 = 0
        if contains(.bold) { bits |= UInt32(HM_BOLD) }
        if contains(.underline) { bits |= UInt32(HM_UNDERLINE) }
        if contains(.reverse) { bits |= UInt32(HM_REVERSE) }
        if contains(.faint) { bits |= UInt32(HM_FAINT) }
        return bits
    }
}
