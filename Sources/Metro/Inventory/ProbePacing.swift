/// When the probes of a path leave.
public enum ProbePacing: String, Sendable, CaseIterable {
    /// At equal distances from a random beginning (RFC 3432).
    case periodic
    /// At random distances, exponentially distributed around the interval (RFC 2330 §11.1.1): no rhythm of the network
    /// can hide from them.
    case poisson
}
