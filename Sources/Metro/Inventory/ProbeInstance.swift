/// A program at another place that measures paths from there and streams its samples: what lies between two computing
/// centres cannot be seen from elsewhere.
public struct ProbeInstance: Hashable, Sendable {
    public let id: InstanceID
    /// What is started here and speaks on its standard output, such as `ssh site haomiao probe --paths - --json`.
    public let command: [String]

    public init(id: InstanceID, command: [String]) {
        self.id = id
        self.command = command
    }
}
