import Metro
import Synchronization

/// Which source tells of an interface, for those whose device names none: the first that brings it, until it ends.
public final class InterfaceOwners: Sendable {
    private let owners = Mutex<[UInt32: Converter.Source]>([:])

    public init() {}

    /// Whether `source` may tell of the interface; it owns it from now on if nobody did.
    public func claim(_ subject: UInt32, for source: Converter.Source) -> Bool {
        owners.withLock { owners in
            if let owner = owners[subject] { return owner == source }
            owners[subject] = source
            return true
        }
    }

    public func release(_ source: Converter.Source) {
        owners.withLock { owners in owners = owners.filter { $0.value != source } }
    }
}
