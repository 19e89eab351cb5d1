import Testing

@testable import SNMP

@Suite("Object identifiers")
struct OIDTests {
    @Test("they read and print dotted text, with or without a leading dot")
    func text() {
        #expect(OID(".1.3.6.1")?.description == "1.3.6.1")
        #expect(OID("1.3.4294967295")?.arcs == [1, 3, .max])
        for wrong in ["", ".", "1..3", "1.3.", "1.4294967296", "1.-3", "1.x"] { #expect(OID(wrong) == nil) }
        #expect(OID(Array(repeating: "1", count: 128).joined(separator: "."))?.arcs.count == 128)
        #expect(OID(Array(repeating: "1", count: 129).joined(separator: ".")) == nil)
    }

    @Test("they are ordered arc by arc as numbers, a prefix first")
    func ordering() {
        let sorted: [OID] = [
            [1, 3], [1, 3, 6], [1, 3, 6, 1, 9], [1, 3, 6, 1, 10], [1, 3, 6, 2], [1, 3, 2_147_483_648],
        ]
        #expect(Array(sorted.reversed()).sorted() == sorted)
        #expect(!(sorted[0] < sorted[0]))
    }

    @Test("an index is what comes after the column")
    func index() throws {
        let column: OID = [1, 3, 6]
        #expect(column.appending(4_000_000_000).index(below: column) == [4_000_000_000])
        #expect(column.appending(1, 2).index(below: column) == [1, 2])
        #expect(column.index(below: column) == nil)
        #expect(OID([1, 3, 60, 1]).index(below: column) == nil)
        #expect(column.hasPrefix([1, 3]) && !column.hasPrefix([1, 3, 6, 1]) && !column.hasPrefix([1, 2]))
    }
}
