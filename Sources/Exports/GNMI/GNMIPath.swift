import Mapping

/// A path of gNMI: elements with keys, under an origin, for a target (gNMI specification §2.2.2). Names keep the module
/// that the target wrote before them; `series` drops it.
public struct GNMIPath: Hashable, Sendable {
    public struct Element: Hashable, Sendable {
        public var name: String
        /// In the order in which they came.
        public var keys: [ForeignSeries.Tag]

        public init(_ name: String, keys: [ForeignSeries.Tag] = []) {
            self.name = name
            self.keys = keys
        }
    }

    /// Empty: none.
    public var origin: String
    /// Empty: none; a prefix alone bears one.
    public var target: String
    public var elements: [Element]

    public init(origin: String = "", target: String = "", elements: [Element] = []) {
        self.origin = origin
        self.target = target
        self.elements = elements
    }

    /// `path` below this one. An origin stands in one of both only (§2.4.1); where a target writes it in both, its
    /// prefix decides.
    public func appending(_ path: GNMIPath) -> GNMIPath {
        GNMIPath(
            origin: origin.isEmpty ? path.origin : origin, target: target.isEmpty ? path.target : target,
            elements: elements + path.elements)
    }

    /// `openconfig-interfaces:interface` → `interface`.
    public static func local(_ name: String) -> String {
        guard let colon = name.utf8.firstIndex(of: UInt8(ascii: ":")) else { return name }
        let rest = name[name.utf8.index(after: colon)...]
        return rest.isEmpty ? name : String(rest)
    }

    /// What a value at this path is called: `/interfaces/interface/state/oper-status`, its keys as tags in gnmic's way
    /// (`interface_name`), then `origin` and `target`, then `tags`. Where two keys would get one name, as in
    /// `/a/group[name=x]/group[name=y]`, the later bears its whole path: `/a/group/group_name`.
    public func series(group: String = "", tags more: [ForeignSeries.Tag] = []) -> ForeignSeries {
        var field = ""
        var tags: [ForeignSeries.Tag] = []
        for element in elements {
            let name = Self.local(element.name)
            field += "/" + name
            for key in element.keys {
                let short = name + "_" + Self.local(key.key)
                let isTaken = tags.contains { $0.key == short }
                tags.append(.init(isTaken ? field + "_" + Self.local(key.key) : short, key.value))
            }
        }
        if !origin.isEmpty { tags.append(.init("origin", origin)) }
        if !target.isEmpty { tags.append(.init("target", target)) }
        for tag in more where !tags.contains(where: { $0.key == tag.key }) { tags.append(tag) }
        return ForeignSeries(group: group, tags: tags, field: field)
    }

    /// What a `delete` of this path takes away: as `series`, without keys that stand for any (`[name=*]`).
    public func everythingUnder(group: String = "", tags more: [ForeignSeries.Tag] = []) -> ForeignSeries {
        withoutWildcards.series(group: group, tags: more)
    }

    var withoutWildcards: GNMIPath {
        var path = self
        for index in path.elements.indices { path.elements[index].keys.removeAll { $0.value == "*" } }
        return path
    }
}
