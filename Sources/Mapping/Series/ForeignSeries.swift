/// One series as another program names it: what a key stands for. Made once, when its key is met for the first time.
public struct ForeignSeries: Hashable, Sendable, CustomStringConvertible {
    /// Influx measurement, Prometheus metric name, gnmic subscription name; empty where the format has none.
    public var group: String
    /// Tags, labels, keys of gNMI paths (`interface_name`, as gnmic writes them; `source`, `target` of the prefix), in
    /// the order in which they came.
    public var tags: [Tag]
    /// Influx or JSON field; gNMI path without keys and module names (`/interfaces/interface/state/oper-status`); empty
    /// where the format has none.
    public var field: String

    public struct Tag: Hashable, Sendable {
        public var key: String
        public var value: String
        public init(_ key: String, _ value: String) {
            self.key = key
            self.value = value
        }
    }

    public init(group: String = "", tags: [Tag] = [], field: String = "") {
        self.group = group
        self.tags = tags
        self.field = field
    }

    public subscript(tag: String) -> String? { tags.first { $0.key == tag }?.value }

    /// The same name for the same series: without module names, whatever the order of its tags.
    var plain: ForeignSeries {
        ForeignSeries(group: group, tags: tags.sorted { $0.key < $1.key }, field: FieldName.withoutModules(field))
    }

    /// `group{key="value",…} field`.
    public var description: String {
        let tags = tags.map { "\($0.key)=\"\($0.value)\"" }.joined(separator: ",")
        return [tags.isEmpty ? group : "\(group){\(tags)}", field].filter { !$0.isEmpty }.joined(separator: " ")
    }
}
