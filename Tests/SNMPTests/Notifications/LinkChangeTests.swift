import Metro
import Testing

@testable import SNMP

@Suite("What a linkDown or linkUp says")
struct LinkChangeTests {
    private let description: OID = [1, 3, 6, 1, 2, 1, 2, 2, 1, 2]
    private let name: OID = [1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 1]

    @Test("the interface is the value of ifIndex, or the row of any column of ifTable and ifXTable")
    func interface() {
        let value = VariableBinding(Traps.ifIndex.appending(0), .integer(9))
        #expect(LinkChange(isUp: false, [VariableBinding(Traps.ifIndex.appending(9), .integer(9))]).interface == 9)
        #expect(
            LinkChange(isUp: false, [VariableBinding(description.appending(9), .octetString([65]))]).interface == 9)
        #expect(LinkChange(isUp: false, [VariableBinding(name.appending(9), .octetString([65]))]).interface == 9)
        #expect(LinkChange(isUp: false, []).interface == nil)
        // An instance 0 that is no row, with the index in the value, is two answers.
        #expect(LinkChange(isUp: false, [value]).interface == nil)
        #expect(LinkChange(isUp: false, [VariableBinding(Traps.ifIndex, .integer(9))]).interface == 9)
    }

    @Test("indices over 2³¹ are read, from names and from numbers that agents make negative")
    func largeIndex() {
        let index: UInt32 = 0xC000_0001
        let negative = VariableBinding(
            Traps.ifIndex.appending(index), .integer(Int64(Int32(bitPattern: index))))
        #expect(LinkChange(isUp: true, [negative]).interface == index)
        #expect(
            LinkChange(isUp: true, [VariableBinding(Traps.ifIndex.appending(index), .integer(Int64(index)))]).interface
                == index)
        #expect(
            LinkChange(isUp: true, [VariableBinding(Traps.ifIndex.appending(index), .gauge32(UInt64(index)))])
                .interface == index)
    }

    @Test("a notification about two interfaces is about none")
    func contradiction() {
        let both = Traps.link(3, operational: 2) + Traps.link(4, operational: 2)
        #expect(LinkChange(isUp: false, both).interface == nil)
        #expect(LinkChange(isUp: false, [VariableBinding(Traps.ifIndex.appending(3), .integer(5))]).interface == nil)
    }

    @Test("a linkDown means down, whatever state it carries: by the letter that is the one before")
    func down() {
        for status: Int64 in [1, 2, 3, 5, 7, 99] {
            #expect(LinkChange(isUp: false, Traps.link(3, operational: status)).status == .down)
        }
    }

    @Test("a linkUp carries the state that it leads to; one that says down, or nonsense, says nothing")
    func up() {
        #expect(LinkChange(isUp: true, []).status == .up)
        #expect(LinkChange(isUp: true, Traps.link(3, operational: 1)).status == .up)
        #expect(LinkChange(isUp: true, Traps.link(3, operational: 5)).status == .dormant)
        for status: Int64 in [0, 2, 6, 8, -1, .max] {
            #expect(LinkChange(isUp: true, Traps.link(3, operational: status)).status == nil)
        }
        #expect(LinkChange(isUp: true, [VariableBinding(Traps.ifOperStatus.appending(3), .null)]).status == nil)
    }
}
