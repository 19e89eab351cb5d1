extension EmulatedScreen {
    /// Where in a sequence the bytes stand; a sequence may be cut anywhere.
    struct Parser {
        enum State { case ground, escape, charset, string, stringEscape, control }
        var state = State.ground
        var sequence: [UInt8] = []
        var character: [UInt8] = []
        var missing = 0
    }

    mutating func feed(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { feed(byte) }
    }

    private mutating func feed(_ byte: UInt8) {
        switch parser.state {
        case .ground: ground(byte)
        case .escape: escape(byte)
        case .charset:
            if byte != UInt8(ascii: "B") { unknown.append("ESC ( \(byte)") }
            parser.state = .ground
        case .string:
            if byte == 7 { parser.state = .ground } else if byte == 27 { parser.state = .stringEscape }
        case .stringEscape: parser.state = .ground
        case .control:
            if byte == 27 {
                parser.state = .escape
            } else if (0x40...0x7E).contains(byte) {
                parser.state = .ground
                control(Unicode.Scalar(byte), parser.sequence)
            } else {
                parser.sequence.append(byte)
            }
        }
    }

    private mutating func ground(_ byte: UInt8) {
        if parser.missing > 0, byte & 0xC0 == 0x80 {
            parser.character.append(byte)
            parser.missing -= 1
            if parser.missing == 0 {
                for scalar in String(decoding: parser.character, as: UTF8.self).unicodeScalars { put(scalar) }
            }
            return
        }
        if parser.missing > 0 {
            unknown.append("half a character")
            parser.missing = 0
        }
        switch byte {
        case 7: break
        case 8: move(row, column - 1)
        case 9: move(row, (column / 8 + 1) * 8)
        case 10, 11, 12: lineFeed()
        case 13: move(row, 0)
        case 27: parser.state = .escape
        case 32...126: put(Unicode.Scalar(byte))
        case 0xC2...0xF4:
            parser.character = [byte]
            parser.missing = byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3
        default: unknown.append("byte \(byte)")
        }
    }

    private mutating func escape(_ byte: UInt8) {
        parser.state = .ground
        switch Unicode.Scalar(byte) {
        case "[":
            parser.sequence = []
            parser.state = .control
        case "]", "P": parser.state = .string
        case "(", ")": parser.state = .charset
        case "7": saveCursor()
        case "8": restoreCursor()
        case "D": lineFeed()
        case "M": reverseLineFeed()
        case "E":
            move(row, 0)
            lineFeed()
        case "=", ">": set(66, byte == UInt8(ascii: "="))
        default: unknown.append("ESC \(Unicode.Scalar(byte))")
        }
    }

    private mutating func control(_ final: Unicode.Scalar, _ sequence: [UInt8]) {
        let isPrivate = sequence.first == UInt8(ascii: "?")
        let text = String(decoding: isPrivate ? sequence.dropFirst() : sequence[...], as: UTF8.self)
        let numbers = text.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
        func number(_ index: Int, _ otherwise: Int = 1) -> Int {
            guard numbers.indices.contains(index), let number = numbers[index] else { return otherwise }
            return number == 0 && otherwise == 1 ? 1 : number
        }
        if isPrivate {
            guard final == "h" || final == "l" else { return unknown.append("CSI \(text) \(final)") }
            for case let mode? in numbers { set(mode, final == "h") }
            return
        }
        switch final {
        case "A": move(row - number(0), column)
        case "B", "e": move(row + number(0), column)
        case "C", "a": move(row, column + number(0))
        case "D": move(row, column - number(0))
        case "E": move(row + number(0), 0)
        case "F": move(row - number(0), 0)
        case "G", "`": move(row, number(0) - 1)
        case "d": move(number(0) - 1, column)
        case "H", "f": move(number(0) - 1, number(1) - 1)
        case "Z": move(row, (column - 1) / 8 * 8)
        case "J": eraseScreen(number(0, 0))
        case "K": eraseLine(number(0, 0))
        case "X": clear(row, column..<column + number(0))
        case "P": deleteCells(number(0))
        case "@": insertCells(number(0))
        case "L": insertLines(number(0))
        case "M": insertLines(-number(0))
        case "S": scroll(number(0))
        case "T": scroll(-number(0))
        case "r": setRegion(number(0) - 1, number(1, rows) - 1)
        case "b": repeatLast(number(0))
        // Colours, and titles kept and given back.
        case "m", "t": break
        // Insert mode off, as part of a reset.
        case "l" where text == "4": break
        default: unknown.append("CSI \(text) \(final)")
        }
    }

    private mutating func eraseScreen(_ kind: Int) {
        switch kind {
        case 0:
            eraseLine(0)
            clear(rows: min(row + 1, rows)..<rows)
        case 1:
            eraseLine(1)
            clear(rows: 0..<row)
        default: clear(rows: 0..<rows)
        }
    }

    private mutating func eraseLine(_ kind: Int) {
        switch kind {
        case 0: clear(row, column..<columns)
        case 1: clear(row, 0..<column + 1)
        default: clear(row, 0..<columns)
        }
    }
}
