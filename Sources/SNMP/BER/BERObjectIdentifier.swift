/// Object identifiers' contents (X.690 §8.19), read in place. An empty one is 0.0, as net-snmp takes it.
extension Span<UInt8> {
    func objectIdentifier(_ content: Range<Int>) throws(BERError) -> OID {
        var arcs = [UInt32](repeating: 0, count: Swift.min(Swift.max(content.count, 1) + 1, OID.maximumArcs))
        var span = arcs.mutableSpan
        let count = try self.arcs(content, into: &span)
        arcs.removeLast(arcs.count - count)
        return OID(arcs)
    }

    /// Writes the arcs from the start of `arcs`, which has room for two or more; returns how many they are.
    @inline(__always)
    func arcs(_ content: Range<Int>, into arcs: inout MutableSpan<UInt32>) throws(BERError) -> Int {
        var place = content.lowerBound
        // The first subidentifier carries two arcs: 40 times the first, of 0, 1 and 2, and the second.
        let both = content.isEmpty ? 0 : try subidentifier(&place, content, limit: UInt64(UInt32.max) + 80)
        let first = Swift.min(both / 40, 2)
        arcs[0] = UInt32(truncatingIfNeeded: first)
        arcs[1] = UInt32(truncatingIfNeeded: both - first * 40)
        var count = 2
        // Most arcs are below 128 and take one octet: eight of those at once.
        while content.upperBound - place >= 8, arcs.count - count >= 8 {
            let octets = eightOctets(place)
            guard octets & 0x8080_8080_8080_8080 == 0 else { break }
            for offset in 0..<8 { arcs[count &+ offset] = UInt32(octets &>> UInt64(56 &- 8 &* offset) & 0x7F) }
            place += 8
            count += 8
        }
        while place < content.upperBound {
            guard count < arcs.count else { throw BERError(.objectIdentifier, at: content.lowerBound) }
            let octet = self[place]
            if octet < 0x80 {
                arcs[count] = UInt32(octet)
                place += 1
            } else {
                let arc = try subidentifier(&place, content, limit: UInt64(UInt32.max))
                arcs[count] = UInt32(truncatingIfNeeded: arc)
            }
            count += 1
        }
        return count
    }

    private func subidentifier(_ place: inout Int, _ content: Range<Int>, limit: UInt64) throws(BERError) -> UInt64 {
        var value: UInt64 = 0
        while place < content.upperBound {
            let octet = self[place]
            place += 1
            value = value << 7 | UInt64(octet & 0x7F)
            guard value <= limit else { break }
            if octet < 0x80 { return value }
        }
        throw BERError(.objectIdentifier, at: content.lowerBound)
    }
}
