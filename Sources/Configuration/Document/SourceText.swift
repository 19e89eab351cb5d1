/// The text of a file, checked before any parser sees it.
enum SourceText {
    /// Largest file that is read, bytes.
    static let byteLimit = 16 << 20

    /// Marks that `YAMLComposer` puts into the text; a file may not hold them.
    static let duplicateMark: Unicode.Scalar = "\u{E000}"
    static let aliasMark: Unicode.Scalar = "\u{E001}"

    /// The text with `\n` as its only line end and no byte order mark; `nil` where the report says why.
    static func checked(_ bytes: [UInt8], report: Report) -> String? {
        guard bytes.count <= byteLimit else {
            report.add(
                line: 1, key: "(file)", found: "\(bytes.count) bytes", expected: "at most \(byteLimit) bytes (16 MiB)")
            return nil
        }
        var isSound = true
        var text = ""
        text.reserveCapacity(bytes.count)
        for (index, line) in lines(bytes).enumerated() {
            guard let decoded = String(validating: line, as: UTF8.self) else {
                report.add(
                    line: index + 1, key: "(file)", found: "bytes that are not UTF-8", expected: "UTF-8 text",
                    suggestion: "convert it, for example with: iconv -f GB18030 -t UTF-8")
                isSound = false
                continue
            }
            if let scalar = decoded.unicodeScalars.first(where: isForbidden) {
                report.add(
                    line: index + 1, key: "(file)", found: "the character \(name(scalar))",
                    expected: "printable characters, spaces and line ends")
                isSound = false
            }
            text += decoded
            text += "\n"
        }
        return isSound ? text : nil
    }

    /// `U+001B`.
    static func name(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    /// Tab is left to the parser, which knows where it is allowed. The line separators of Unicode are line ends to
    /// YAML and to nobody else: they would shift every line number.
    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09: false
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: true
        default: scalar == duplicateMark || scalar == aliasMark
        }
    }

    private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        let newline = UInt8(ascii: "\n")
        let carriageReturn = UInt8(ascii: "\r")
        var result: [ArraySlice<UInt8>] = []
        var start = body.startIndex
        var index = start
        while index < body.endIndex {
            let byte = body[index]
            if byte == newline || byte == carriageReturn {
                result.append(body[start..<index])
                if byte == carriageReturn, index + 1 < body.endIndex, body[index + 1] == newline { index += 1 }
                start = index + 1
            }
            index += 1
        }
        if start < body.endIndex { result.append(body[start...]) }
        return result
    }
}
