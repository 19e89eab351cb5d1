/// What a terminal of the xterm family shows after the bytes that it was fed: text and modes, no colours.
///
/// The parser is in `EmulatedScreen+Parser.swift`. What it does not know it keeps in `unknown`, so that no test
/// passes by luck.
struct EmulatedScreen {
    private(set) var columns: Int
    private(set) var rows: Int
    /// By row and column; the right half of a wide character is "".
    private(set) var cells: [[String]]
    private(set) var isAlternate = false
    /// DEC private modes that are set.
    var modes: Set<Int> = [7, 25]
    var unknown: [String] = []

    var row = 0
    var column = 0
    private var saved = (row: 0, column: 0)
    private var region: ClosedRange<Int>
    private var mainCells: [[String]] = []
    /// The next character goes to the next line (xenl).
    private var wraps = false
    private var last = " "

    var parser = Parser()

    init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
        cells = Self.blank(columns, rows)
        region = 0...rows - 1
    }

    private static func blank(_ columns: Int, _ rows: Int) -> [[String]] {
        Array(repeating: Array(repeating: " ", count: columns), count: rows)
    }

    var isCursorVisible: Bool { modes.contains(25) }
    /// Between the marks of synchronised output: half a frame.
    var isUpdating: Bool { modes.contains(2026) }
    var wantsMouse: Bool { !modes.isDisjoint(with: [9, 1000, 1002, 1003, 1006]) }

    func line(_ row: Int) -> String { cells.indices.contains(row) ? cells[row].joined() : "" }
    var text: String { cells.map { $0.joined() }.joined(separator: "\n") }
    func contains(_ text: String) -> Bool { row(with: text) != nil }
    /// The first row that has all of `texts`.
    func row(with texts: String...) -> Int? {
        (0..<rows).first { row in texts.allSatisfy { line(row).contains($0) } }
    }

    /// Columns in which `word` ends, in one row.
    func ends(of word: String, inRow row: Int) -> [Int] {
        let wanted = word.map { String($0) }
        guard cells.indices.contains(row), columns >= wanted.count else { return [] }
        return (0...columns - wanted.count).filter { Array(cells[row][$0..<$0 + wanted.count]) == wanted }
            .map { $0 + wanted.count - 1 }
    }

    /// The number that is right-aligned in `column`; `nil` where something else stands.
    func figure(row: Int, endingAt column: Int) -> Double? {
        guard cells.indices.contains(row), cells[row].indices.contains(column) else { return nil }
        if column + 1 < columns, cells[row][column + 1] != " " { return nil }
        return Double(cells[row][...column].reversed().prefix { $0 != " " && $0 != "│" }.reversed().joined())
    }

    mutating func resize(columns: Int, rows: Int) {
        func fitted(_ old: [[String]]) -> [[String]] {
            (0..<rows).map { row in
                (0..<columns).map { old.indices.contains(row) && $0 < old[row].count ? old[row][$0] : " " }
            }
        }
        cells = fitted(cells)
        if isAlternate { mainCells = fitted(mainCells) }
        self.columns = columns
        self.rows = rows
        region = 0...rows - 1
        move(row, column)
    }

    // MARK: Characters

    mutating func put(_ scalar: Unicode.Scalar) {
        let width = Self.width(scalar)
        if width == 0 {
            let place = wraps ? column : max(0, column - 1)
            cells[row][place].unicodeScalars.append(scalar)
            return
        }
        if wraps || column + width > columns {
            column = 0
            lineFeed()
        }
        last = String(scalar)
        clear(row, column..<column + width)
        cells[row][column] = last
        if width == 2 { cells[row][column + 1] = "" }
        wraps = column + width == columns
        column = min(columns - 1, column + width)
    }

    mutating func repeatLast(_ count: Int) {
        guard let scalar = last.unicodeScalars.first else { return }
        for _ in 0..<min(count, columns * rows) { put(scalar) }
    }

    /// Columns of the characters that the console draws: CJK and its punctuation are wide.
    static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x300...0x36F, 0x200B...0x200F, 0xFE00...0xFE0F: 0
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
            2
        default: 1
        }
    }

    // MARK: Cursor

    mutating func move(_ row: Int, _ column: Int) {
        self.row = min(max(0, row), rows - 1)
        self.column = min(max(0, column), columns - 1)
        wraps = false
    }

    mutating func saveCursor() { saved = (row, column) }
    mutating func restoreCursor() { move(saved.row, saved.column) }

    mutating func lineFeed() {
        wraps = false
        if row == region.upperBound { scroll(1, in: region) } else { row = min(rows - 1, row + 1) }
    }

    mutating func reverseLineFeed() {
        wraps = false
        if row == region.lowerBound { scroll(-1, in: region) } else { row = max(0, row - 1) }
    }

    // MARK: Erasing and shifting

    /// Blanks cells; a wide character that loses one half loses both.
    mutating func clear(_ row: Int, _ range: Range<Int>) {
        let range = range.clamped(to: 0..<columns)
        guard !range.isEmpty else { return }
        if cells[row][range.lowerBound] == "", range.lowerBound > 0 { cells[row][range.lowerBound - 1] = " " }
        if range.upperBound < columns, cells[row][range.upperBound] == "" { cells[row][range.upperBound] = " " }
        for column in range { cells[row][column] = " " }
    }

    mutating func clear(rows: Range<Int>) {
        for row in rows.clamped(to: 0..<self.rows) { clear(row, 0..<columns) }
    }

    mutating func insertCells(_ count: Int) {
        let count = min(count, columns - column)
        cells[row].insert(contentsOf: Array(repeating: " ", count: count), at: column)
        cells[row].removeLast(count)
    }

    mutating func deleteCells(_ count: Int) {
        let count = min(count, columns - column)
        cells[row].removeSubrange(column..<column + count)
        cells[row] += Array(repeating: " ", count: count)
    }

    /// Scrolls up by `count` lines, down where it is negative.
    mutating func scroll(_ count: Int, in region: ClosedRange<Int>? = nil) {
        let region = region ?? self.region
        let empty = Array(repeating: " ", count: columns)
        for _ in 0..<min(abs(count), region.count) {
            cells.remove(at: count > 0 ? region.lowerBound : region.upperBound)
            cells.insert(empty, at: count > 0 ? region.upperBound : region.lowerBound)
        }
    }

    /// Inserts `count` lines at the cursor, deletes them where it is negative.
    mutating func insertLines(_ count: Int) {
        guard region.contains(row) else { return }
        scroll(-count, in: row...region.upperBound)
        move(row, 0)
    }

    mutating func setRegion(_ top: Int, _ bottom: Int) {
        region = top < bottom && top >= 0 && bottom < rows ? top...bottom : 0...rows - 1
        move(0, 0)
    }

    mutating func set(_ mode: Int, _ isOn: Bool) {
        if isOn { modes.insert(mode) } else { modes.remove(mode) }
        guard mode == 1049, isOn != isAlternate else { return }
        isAlternate = isOn
        if isOn {
            saveCursor()
            mainCells = cells
            cells = Self.blank(columns, rows)
        } else {
            cells = mainCells
            restoreCursor()
        }
    }
}
