/// Text that is safe to put into a message.
public enum PrintableText {
    /// Control, format (bidirectional overrides among them) and separator characters become U+FFFD; more than
    /// `limit` characters are cut with "...".
    public static func of(_ text: String, limit: Int) -> String {
        var result = ""
        var count = 0
        for character in text {
            guard count < limit else { return result + "..." }
            count += 1
            let isSafe = character.unicodeScalars.allSatisfy { !isUnprintable($0) }
            result.append(isSafe ? character : "\u{FFFD}")
        }
        return result
    }

    public static func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
        return switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate: true
        default: false
        }
    }

    /// In quotes, at most 60 characters.
    public static func quoted(_ text: String) -> String { "\"\(of(text, limit: 60))\"" }
}
