/// An object identifier: up to 128 arcs, each 0 … 2³² − 1 (RFC 2578 §3.5). Ordered as SNMP orders them, arc by arc.
public struct OID: Hashable, Sendable, Comparable, ExpressibleByArrayLiteral, CustomStringConvertible {
    public static let maximumArcs = 128

    public let arcs: [UInt32]

    public init(_ arcs: some Sequence<UInt32>) { self.arcs = Array(arcs) }
    public init(arrayLiteral elements: UInt32...) { arcs = elements }

    /// Reads `1.3.6.1` or `.1.3.6.1`; `nil` when it is anything else.
    public init?(_ text: some StringProtocol) {
        var arcs: [UInt32] = []
        for part in (text.hasPrefix(".") ? text.dropFirst() : text[...]).split(
            separator: ".", omittingEmptySubsequences: false)
        {
            guard let arc = UInt32(part), arcs.count < Self.maximumArcs else { return nil }
            arcs.append(arc)
        }
        self.arcs = arcs
    }

    /// Dotted, without a leading dot.
    public var description: String { arcs.map(String.init).joined(separator: ".") }

    public func appending(_ more: UInt32...) -> OID { OID(arcs + more) }

    public func hasPrefix(_ prefix: OID) -> Bool { arcs.starts(with: prefix.arcs) }

    /// The arcs after `prefix`, the index of a table's row; `nil` when this is not below it.
    public func index(below prefix: OID) -> ArraySlice<UInt32>? {
        hasPrefix(prefix) && arcs.count > prefix.arcs.count ? arcs[prefix.arcs.count...] : nil
    }

    public static func < (left: OID, right: OID) -> Bool { left.arcs.lexicographicallyPrecedes(right.arcs) }
}
