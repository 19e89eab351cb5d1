import Metro
import Synchronization

/// Which source tells of an interface, for those whose device names none: the first that brings it, until it ends.
public final class InterfaceOwners: Sendable {
    private struct Claim {
        var source: Converter.Source
        /// Whether the source still holds it.
        var isHeld = true
        /// Counts hand-overs from one source to another: two sources' counts make no rate.
        var generation: UInt32 = 0
    }
    private let claims = Mutex<[UInt32: Claim]>([:])

    public init() {}

    /// `source` owns the interface from now on if nobody did; `nil`: another does. The claim's generation is another one
    /// after each hand-over.
    public func claim(_ subject: UInt32, for source: Converter.Source) -> UInt32? {
        claims.withLock { claims in
            guard var claim = claims[subject] else {
                claims[subject] = Claim(source: source)
                return 0
            }
            if claim.source != source {
                if claim.isHeld { return nil }
                claim.source = source
                claim.generation &+= 1
            }
            claim.isHeld = true
            claims[subject] = claim
            return claim.generation
        }
    }

    public func release(_ source: Converter.Source) {
        claims.withLock { claims in
            for (subject, claim) in claims where claim.source == source { claims[subject]?.isHeld = false }
        }
    }
}
