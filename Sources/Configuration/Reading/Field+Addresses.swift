import Glibc
import Metro

/// Where a reflector listens, as people write it.
public struct ReflectorAddress: Hashable, Sendable {
    public static let expected = "HOST:PORT of a reflector, as 192.0.2.9:862 or [2001:db8::9]:862"

    public let host: String
    public let port: UInt16

    /// HOST, HOST:PORT, ADDRESS or [ADDRESS]:PORT; without a port that of STAMP, 862. `nil` for anything else.
    public init?(_ text: String) {
        var host = Substring(text)
        var port: UInt16? = 862
        let isAddressAlone = text.filter { $0 == ":" }.count > 1 && !text.hasPrefix("[")
        if !isAddressAlone, let colon = text.lastIndex(of: ":"), !text[colon...].contains("]") {
            port = Field.port(text[text.index(after: colon)...])
            host = text[..<colon]
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        let name = String(host)
        guard let port, name.contains(":") ? Field.isIPv6(name) : Field.isHostName(name) else { return nil }
        (self.host, self.port) = (name, port)
    }
}

extension Field {
    /// An IPv4 or IPv6 address or a host name, without port and brackets.
    func host() -> String? {
        let expected = "an IPv4 or IPv6 address or a host name"
        guard let text = text(expected) else { return nil }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        if parts.count == 2, parts[1].allSatisfy({ $0.isASCII && $0.isNumber }) {
            refuse(expected: "\(expected) without a port", suggestion: "write the port under the key port")
        } else if text.hasPrefix("[") {
            refuse(expected: "\(expected) without brackets")
        } else if !(text.contains(":") ? Self.isIPv6(text) : Self.isHostName(text)) {
            refuse(expected: expected)
        } else {
            return text
        }
        return nil
    }

    func port() -> UInt16? { integer(1...65_535).flatMap(UInt16.init(exactly:)) }

    /// A numeric address of this host with a UDP port: `192.0.2.1:162`, `[2001:db8::1]:162`, `:162` for all addresses.
    func listenAddress() -> (host: String, port: UInt16)? {
        let expected = "ADDRESS:PORT of this host, as 0.0.0.0:162, [2001:db8::1]:162 or :162"
        guard let text = text(expected) else { return nil }
        guard let colon = text.lastIndex(of: ":"), let port = Self.port(text[text.index(after: colon)...]) else {
            refuse(expected: expected)
            return nil
        }
        var host = String(text[..<colon])
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        if isBracketed { host = String(host.dropFirst().dropLast()) }
        guard host.isEmpty ? !isBracketed : isBracketed ? Self.isIPv6(host) : Self.isIPv4(host) else {
            refuse(expected: expected)
            return nil
        }
        return (host, port)
    }

    func reflectorAddress() -> ReflectorAddress? {
        guard let text = text(ReflectorAddress.expected) else { return nil }
        let address = ReflectorAddress(text)
        if address == nil { refuse(expected: ReflectorAddress.expected) }
        return address
    }

    static func port(_ digits: Substring) -> UInt16? {
        guard digits.utf8.allSatisfy({ (48...57).contains($0) }), let port = UInt16(digits), port > 0 else {
            return nil
        }
        return port
    }

    /// A file; a relative path is taken from `folder` (with its slash).
    func path(in folder: String) -> String? {
        guard let text = text("the path of a file") else { return nil }
        guard !text.hasPrefix("~") else {
            refuse(expected: "a path without '~', absolute or relative to the configuration file")
            return nil
        }
        return text.hasPrefix("/") ? text : folder + text
    }

    /// Where a secret stands. The text of a secret written here by mistake never reaches a message.
    /// `otherwise`: what else an operator may do.
    func secretReference(in folder: String, otherwise: String? = nil) -> SecretReference? {
        let expected = "{env: NAME} or {file: PATH}"
        guard case .mapping = node.content else {
            var found: String?
            if case .scalar = node.content { found = "a secret written in the file" }
            refuse(
                found, expected: expected,
                suggestion: "a secret stands in the environment or in a file of mode 0600"
                    + (otherwise.map { "; \($0)" } ?? ""))
            return nil
        }
        guard let section = section(["env", "file"]) else { return nil }
        switch (section["env"], section["file"]) {
        case (let variable?, nil):
            guard case .scalar(let name, _) = variable.node.content,
                name.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]{0,127}/) != nil
            else {
                variable.refuse(
                    "something that is not the name of a variable",
                    expected: "letters, digits and '_' such as SNMP_COMMUNITY")
                return nil
            }
            return .environment(name)
        case (nil, let file?): return file.path(in: folder).map(SecretReference.file)
        case (nil, nil): refuse(expected: expected)
        case (_?, _?): refuse("both env and file", expected: "one of them")
        }
        return nil
    }

    static func isIPv6(_ text: String) -> Bool {
        let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        var address = in6_addr()
        return inet_pton(AF_INET6, String(parts[0]), &address) == 1 && parts.last?.isEmpty == false
    }

    private static func isIPv4(_ text: String) -> Bool {
        var address = in_addr()
        return inet_pton(AF_INET, text, &address) == 1
    }

    static func isHostName(_ text: String) -> Bool {
        if text.allSatisfy({ $0 == "." || ($0.isASCII && $0.isNumber) }) { return isIPv4(text) }
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return text.utf8.count <= 253
            && labels.allSatisfy { $0.wholeMatch(of: /[A-Za-z0-9_]([A-Za-z0-9_\-]{0,61}[A-Za-z0-9_])?/) != nil }
    }
}
