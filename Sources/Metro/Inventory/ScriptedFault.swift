/// One fault that the simulator plays, so that a demo, a test or an exercise shows a known picture.
public struct ScriptedFault: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// Fibre cut: both ends go down, paths that ride on the link are rerouted or lost.
        case cut(LinkID)
        /// Load raised to this utilization (0 … 1), queues and loss with it.
        case congestion(LinkID, utilization: Double)
        /// The clock of a site's probe steps by so many nanoseconds.
        case clockStep(SiteID, nanoseconds: Int64)
        /// The device answers nothing.
        case deviceDown(DeviceID)
    }
    public var kind: Kind
    /// Seconds after the simulation starts; negative: before the screen opened.
    public var startSeconds: Double
    /// `nil`: it never ends.
    public var durationSeconds: Double?

    public init(_ kind: Kind, startSeconds: Double, durationSeconds: Double? = nil) {
        self.kind = kind
        self.startSeconds = startSeconds
        self.durationSeconds = durationSeconds
    }
}
