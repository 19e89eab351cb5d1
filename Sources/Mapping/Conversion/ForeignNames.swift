import Metro

/// Devices as others write them.
enum DeviceName {
    static func read(_ text: String, _ reading: NameMapping.TagReading) -> String {
        switch reading {
        case .whole: return text
        case .withoutPort: return withoutPort(text)
        case .firstLabel:
            let host = withoutPort(text)
            let label = host.prefix { $0 != "." }
            // An address is no name with a domain.
            return label.isEmpty || label.allSatisfy(\.isNumber) || host.contains(":") ? host : String(label)
        }
    }

    /// Host names know no case; an address of IPv6 may stand in brackets.
    static func folded(_ name: String) -> String {
        var name = name.lowercased()
        if name.hasSuffix("."), name.count > 1 { name.removeLast() }
        return name
    }

    /// `10.0.0.1:57400`, `[2001:db8::1]:57400`, `pe1:57400`; an address of IPv6 without brackets has no port.
    private static func withoutPort(_ text: String) -> String {
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            return String(text[text.index(after: text.startIndex)..<end])
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty, parts[1].allSatisfy({ $0.isASCII && $0.isNumber }) else {
            return text
        }
        return String(parts[0])
    }
}

/// Interfaces as devices and collectors abbreviate them.
enum InterfaceName {
    /// The kind of interface in one form for all its spellings, and the numbers as they are; `nil` where the kind is
    /// not known, or there are no numbers: then only the name itself will do.
    static func short(_ name: String) -> String? {
        let name = name.lowercased()
        // `100GE1/0/1` begins with digits.
        let digits = name.prefix { $0.isASCII && $0.isNumber }
        let letters = name.dropFirst(digits.count).prefix { $0.isLetter || $0 == "-" }
        let numbers = name.dropFirst(digits.count + letters.count).drop { $0 == " " }
        guard let first = numbers.first, first.isASCII, first.isNumber, let kind = kinds[digits + letters] else {
            return nil
        }
        return "\(kind) \(numbers)"
    }

    /// Full and short forms of Cisco IOS, IOS XE, IOS XR, NX-OS, Arista EOS and Huawei VRP.
    private static let kinds: [Substring: String] = {
        let spellings: [[Substring]] = [
            ["fastethernet", "fa"],
            ["gigabitethernet", "gi", "gig", "ge"],
            ["tengigabitethernet", "tengige", "te", "10ge", "xgigabitethernet", "xge"],
            ["twentyfivegige", "twentyfivegigabitethernet", "twe", "25ge"],
            ["fortygigabitethernet", "fortygige", "fo", "40ge"],
            ["fiftygige", "fi", "50ge"],
            ["hundredgige", "hundredgigabitethernet", "hu", "100ge"],
            ["twohundredgige", "200ge"],
            ["fourhundredgige", "fourhundredgigabitethernet", "fh", "400ge"],
            ["ethernet", "eth", "et"],
            ["bundle-ether", "be"],
            ["port-channel", "po"],
            ["eth-trunk"],
        ]
        var kinds: [Substring: String] = [:]
        for group in spellings {
            for spelling in group { kinds[spelling] = String(group[0]) }
        }
        return kinds
    }()
}

/// Fields as others write them.
enum FieldName {
    /// A gNMI path without module names: `openconfig-interfaces:/interfaces/oc-if:interface` → `/interfaces/interface`.
    /// Anything else as it is.
    static func withoutModules(_ field: String) -> String {
        guard field.contains("/") else { return field }
        let elements = field.split(separator: "/").map { element in
            element.firstIndex(of: ":").map { element[element.index(after: $0)...] } ?? element
        }
        return "/" + elements.filter { !$0.isEmpty }.joined(separator: "/")
    }

    /// What a series' field may be called in a rule: as it is, without module names, and after the path that Telegraf
    /// puts beside it as a tag, with its `_` as the `-` that they were.
    static func candidates(_ series: ForeignSeries) -> [String] {
        var names = [series.field]
        let plain = withoutModules(series.field)
        if plain != series.field { names.append(plain) }
        if !series.field.isEmpty, let path = series["path"], path.contains("/") {
            let joined = plain.hasPrefix("/interfaces/") ? plain : withoutModules(path + "/" + plain)
            names.append(joined.replacing("_", with: "-"))
        }
        return names
    }
}

/// `*` stands for any text, none too.
struct Wildcard: Hashable, Sendable {
    private let parts: [[UInt8]]

    init(_ pattern: String) {
        parts = pattern.utf8.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false).map { Array($0) }
    }

    func matches(_ text: String) -> Bool {
        var rest = Array(text.utf8)[...]
        guard let first = parts.first, let last = parts.last, rest.starts(with: first) else { return false }
        if parts.count == 1 { return rest.count == first.count }
        rest = rest.dropFirst(first.count)
        guard rest.count >= last.count, rest.suffix(last.count).elementsEqual(last) else { return false }
        rest = rest.dropLast(last.count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let end = Self.end(of: part, in: rest) else { return false }
            rest = rest[end...]
        }
        return true
    }

    private static func end(of part: [UInt8], in text: ArraySlice<UInt8>) -> Int? {
        guard text.count >= part.count else { return nil }
        for start in text.startIndex...(text.endIndex - part.count) where text[start...].starts(with: part) {
            return start + part.count
        }
        return nil
    }
}
