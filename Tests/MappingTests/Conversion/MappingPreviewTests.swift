import Mapping
import Metro
import Testing

@Suite("What a sample would match")
struct MappingPreviewTests {
    private static func preview(_ tell: (inout MappingPreview) -> Void) -> MappingPreview {
        var preview = MappingPreview(Town.converter())
        tell(&preview)
        return preview
    }

    @Test("Each series has its fate once, with its newest value and what became of its readings")
    func rows() throws {
        let preview = Self.preview { preview in
            for step in 0..<3 as Range<Int64> {
                preview.tell(.inOctets, .unsigned(UInt64(step)), at: start + step * second)
                preview.tell(.status, .text(step == 1 ? "SIDEWAYS" : "UP"), at: start + step * second)
            }
            preview.tell(.openConfig("state/mtu"), .unsigned(9_000), at: start)
            preview.tell(.openConfig("state/oper-status", source: "pe3"), .text("UP"), at: start)
        }
        #expect(preview.rows.map(\.subject) == ["pe1:Ethernet1", "pe1:Ethernet1", "", ""])
        #expect(preview.rows.map(\.quantity) == ["in_octets", "oper_status", "", ""])
        #expect(preview.rows.map(\.isMatched) == [true, false, false, false])
        #expect(preview.rows.map(\.isUnmapped) == [false, false, true, false])
        #expect(preview.rows.map(\.readings) == [3, 3, 1, 1])
        #expect(preview.rows.map(\.refused) == [0, 1, 0, 1])
        #expect(
            preview.rows.map(\.reason) == [
                "", "no state of an interface (1 to 7, UP, DOWN …)", "", "device not in the inventory",
            ])
        #expect(preview.rows.map(\.value) == ["2", "\"UP\"", "9000", "\"UP\""])
        #expect(preview.rows[3].example == "pe3 (did you mean \"pe1\"?)")
        #expect(preview.account.readings == 8)
    }

    @Test("Delays are rows by their ends, matched with the path or with the reason why not")
    func delays() {
        let preview = Self.preview { preview in
            for (source, delay) in [("dc1", 5), ("dc1", nil), ("dc4", 5)] as [(String, Int64?)] {
                preview.take(
                    ForeignDelay(
                        stampNanoseconds: start, source: source, destination: "dc2", method: "stamp",
                        delayNanoseconds: delay, uncertaintyNanoseconds: 2))
            }
        }
        #expect(preview.rows.map(\.subject) == ["p1 forward", ""])
        #expect(preview.rows.map(\.value) == ["lost", "5 ns ± 2 ns"])
        #expect(preview.rows.map(\.reason) == ["", "no path of this export between these ends"])
        #expect(preview.rows[1].example == "dc4 → dc2 (stamp); did you mean \"dc1\"?")
    }

    @Test("Old stamps are no matter, nor is the order of messages in it")
    func oldStamps() {
        let preview = Self.preview { preview in
            preview.tell(.inOctets, .unsigned(1), at: 1)
            preview.tell(.outOctets, .unsigned(1), at: nil)
        }
        #expect(preview.rows.allSatisfy { $0.isMatched })
        #expect(preview.account.samples == 2)
    }
}
