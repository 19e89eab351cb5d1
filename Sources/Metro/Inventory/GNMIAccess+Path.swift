extension GNMIAccess {
    /// A path as gNMI writes it (`/interfaces/interface[name=*]/state/counters`), taken apart: gNMI path conventions §2.
    public struct Path: Hashable, Sendable {
        public struct Element: Hashable, Sendable {
            public var name: String
            /// In the order in which they are written.
            public var keys: [Key]
            public init(_ name: String, keys: [Key] = []) {
                self.name = name
                self.keys = keys
            }
        }
        public struct Key: Hashable, Sendable {
            public var name: String
            public var value: String
            public init(_ name: String, _ value: String) {
                self.name = name
                self.value = value
            }
        }

        /// Why a text is no path.
        public struct Problem: Error, Hashable, Sendable {
            public let reason: String
        }

        public var origin: String?
        public var elements: [Element]

        public init(origin: String? = nil, elements: [Element]) {
            self.origin = origin
            self.elements = elements
        }

        /// Reads `/a/b[key=value]/c`, with `\` before a character of names and values that means something here; `/` is the
        /// root. What stands before a colon and a slash is the origin: `openconfig:/interfaces`.
        public init(_ text: String) throws(Problem) {
            var reader = GNMIPathReader(text)
            origin = reader.origin()
            elements = try reader.elements()
        }
    }
}

private struct GNMIPathReader {
    private var rest: Substring

    init(_ text: String) { rest = text[...] }

    mutating func origin() -> String? {
        guard let slash = rest.firstIndex(of: "/"), slash > rest.startIndex else { return nil }
        let head = rest[..<slash]
        guard head.last == ":", head.count > 1, !head.contains("[") else { return nil }
        rest = rest[slash...]
        return String(head.dropLast())
    }

    mutating func elements() throws(GNMIAccess.Path.Problem) -> [GNMIAccess.Path.Element] {
        if rest.first == "/" { rest.removeFirst() }
        var elements: [GNMIAccess.Path.Element] = []
        while !rest.isEmpty {
            let name = try text(until: ["/", "["])
            guard !name.isEmpty else { throw GNMIAccess.Path.Problem(reason: "an element without a name") }
            var keys: [GNMIAccess.Path.Key] = []
            while rest.first == "[" { keys.append(try key()) }
            guard rest.isEmpty || rest.first == "/" else {
                throw GNMIAccess.Path.Problem(reason: "'\(rest.prefix(1))' after ']'")
            }
            elements.append(GNMIAccess.Path.Element(name, keys: keys))
            // A slash at the end is none.
            if !rest.isEmpty { rest.removeFirst() }
        }
        return elements
    }

    private mutating func key() throws(GNMIAccess.Path.Problem) -> GNMIAccess.Path.Key {
        rest.removeFirst()
        let name = try text(until: ["=", "]"])
        guard !name.isEmpty, rest.first == "=" else { throw GNMIAccess.Path.Problem(reason: "a key without '='") }
        rest.removeFirst()
        let value = try text(until: ["]"])
        guard rest.first == "]" else { throw GNMIAccess.Path.Problem(reason: "a key without ']'") }
        rest.removeFirst()
        return GNMIAccess.Path.Key(name, value)
    }

    private mutating func text(until ends: Set<Character>) throws(GNMIAccess.Path.Problem) -> String {
        var text = ""
        while let character = rest.first, !ends.contains(character) {
            rest.removeFirst()
            guard character == "\\" else {
                text.append(character)
                continue
            }
            guard let escaped = rest.popFirst() else { throw GNMIAccess.Path.Problem(reason: "a '\\' at the end") }
            text.append(escaped)
        }
        return text
    }
}

extension GNMIAccess.Path: CustomStringConvertible {
    public var description: String {
        let path = elements.map { element in
            let keys = element.keys.map { "[\($0.name)=\(Self.escaped($0.value, "]\\"))]" }.joined()
            return "/" + Self.escaped(element.name, "/[\\") + keys
        }.joined()
        return (origin.map { "\($0):" } ?? "") + (path.isEmpty ? "/" : path)
    }

    private static func escaped(_ text: String, _ marks: String) -> String {
        String(text.flatMap { marks.contains($0) ? ["\\", $0] : [$0] })
    }
}
