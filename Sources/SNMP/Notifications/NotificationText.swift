/// Notifications for people: text of fixed bounds, free of control characters and of secrets.
enum NotificationText {
    static let maximumVariables = 8
    /// Longest `NAME = VALUE`, in characters.
    static let maximumCharacters = 160
    /// Octets shown of a string that is no text.
    private static let maximumOctets = 24

    static func lines(_ variables: [VariableBinding]) -> [String] {
        var lines = variables.prefix(maximumVariables).map { cut("\($0.name) = \(value($0))") }
        if variables.count > maximumVariables { lines.append("… \(variables.count - maximumVariables) more") }
        return lines
    }

    static func name(_ name: OID) -> String { cut(name.description) }

    private static func value(_ variable: VariableBinding) -> String {
        if variable.name.hasPrefix(NotificationNames.communityTable)
            || variable.name.hasPrefix(NotificationNames.trapCommunity)
        {
            return Community([]).description
        }
        switch variable.value {
        case .integer(let number): return "\(number)"
        case .octetString(let octets): return string(octets)
        case .objectIdentifier(let name): return name.description
        case .ipAddress(let octets): return octets.map(String.init).joined(separator: ".")
        case .counter32(let number), .timeTicks(let number): return "\(number)"
        case .gauge32(let number), .counter64(let number): return "\(number)"
        case .opaque(let octets), .unreadable(_, let octets): return "\(variable.value.typeName) \(hexadecimal(octets))"
        case .null, .noSuchObject, .noSuchInstance, .endOfMibView: return variable.value.typeName
        }
    }

    /// Octets below a space that no text has say that it is none: a MAC address, a date.
    private static func string(_ octets: [UInt8]) -> String {
        var text = octets[...]
        while text.last == 0 { text.removeLast() }
        let isBinary = text.contains { $0 < 0x20 && ![0x09, 0x0A, 0x0D].contains($0) }
        return isBinary ? hexadecimal(octets) : "\"\(DeviceText.decode(text))\""
    }

    private static func hexadecimal(_ octets: [UInt8]) -> String {
        let digits = octets.prefix(maximumOctets).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        return "0x" + digits.joined() + (octets.count > maximumOctets ? "…" : "")
    }

    private static func cut(_ text: String) -> String {
        text.count <= maximumCharacters ? text : text.prefix(maximumCharacters - 1) + "…"
    }
}
