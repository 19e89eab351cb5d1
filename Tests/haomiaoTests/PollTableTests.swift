import Testing

@testable import Engine
@testable import haomiao

struct PollTableTests {
    /// The table's line about an interface that `change` made of one with every value.
    private func line(_ change: (inout PollDocument.Interface) -> Void) throws -> String {
        var interface = PollDocument.Interface(
            ifIndex: 7, name: "xe-0", alias: "east", operStatus: "up", speedBps: 400_000_000_000, inOctets: 11,
            outOctets: 22, inErrors: 3, outErrors: 4, inDiscards: 5, outDiscards: 6)
        change(&interface)
        let document = PollDocument(
            device: "pe1", address: "192.0.2.1:161", source: "snmp", durationMs: 12, requests: 3, retries: 0,
            variables: 40, notes: [], interfaces: [interface], notFound: [])
        let lines = PollTable(document).text.split(separator: "\n")
        let found = try #require(lines.first { $0.contains("xe-0") })
        return found.split(separator: " ").joined(separator: " ")
    }

    @Test("An interface with every value is one line of figures, errors and discards of both directions together")
    func complete() throws {
        #expect(try line { _ in } == "7 xe-0 up 400000 11 22 7 11 east")
    }

    @Test("A sum is missing where either half is, with the reason of that half")
    func halves() throws {
        #expect(
            try line {
                $0.outErrors = nil
                $0.missing["out_errors"] = "not_supported"
                $0.inDiscards = nil
            } == "7 xe-0 up 400000 11 22 ? not_supported ? not_measured east")
    }

    @Test(
        "A speed is exact in Mb/s",
        arguments: [
            (64_000, "0.064"), (1_544_000, "1.544"), (100_000_000, "100"), (0, "0"), (1, "0.000001"),
            (2_500_000, "2.5"),
        ] as [(UInt64, String)])
    func speeds(bitsPerSecond: UInt64, text: String) {
        #expect(PollTable.megabits(bitsPerSecond) == text)
    }
}
