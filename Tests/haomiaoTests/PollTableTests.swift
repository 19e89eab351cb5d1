import Metro
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

    private func document(_ change: (inout PollDocument) -> Void = { _ in }) -> PollDocument {
        var document = PollDocument(
            device: "pe1", address: "192.0.2.1:161", source: "measured", systemName: "PE1", agentTicks: 27_360_000,
            durationMs: 213.4, requests: 3, retries: 1, variables: 41, notes: ["a note"],
            interfaces: [
                PollDocument.Interface(ifIndex: 7, name: "xe-0", alias: "east", inInventory: true),
                PollDocument.Interface(ifIndex: 8, name: "xe-1", alias: ""),
            ], notFound: ["ge-9"])
        document.grey = [
            PollDocument.Grey(
                name: "ge-9", reason: "interface_not_found", explanation: "no interface has this ifName; nearest: xe-9")
        ]
        document.exchanges = [
            PollDocument.Exchange(
                request: "get", names: 3, first: "1.3.6.1.2.1.1.5.0", objects: ["sysName", "sysUpTime"], tries: 1,
                durationMs: 12.34, result: "noError", variables: 3, octets: 120),
            PollDocument.Exchange(
                request: "getbulk", names: 6, first: "1.3.6.1.2.1.31.1.1.1.1",
                objects: ["ifName", "ifDescr", "ifAlias", "ifHighSpeed", "ifSpeed", "ifAdminStatus"],
                maxRepetitions: 25,
                tries: 2, durationMs: 201, result: "genErr", errorIndex: 4, variables: 38, octets: 980),
            PollDocument.Exchange(
                request: "get", names: 1, first: "1.3", objects: ["1.3"], tries: 2, durationMs: 4_000,
                result: "no answer from 192.0.2.1:161 in 2 tries of 2 s"),
        ]
        change(&document)
        return document
    }

    @Test("The head tells what the poll cost; a grey interface its reason and the next step")
    func explained() {
        let text = PollTable(document()).text
        #expect(
            text.hasPrefix(
                """
                pe1  192.0.2.1:161  PE1  source: measured
                2 interfaces in 213 ms: 3 requests (2 GET, 1 GETBULK) with 1 retry, 41 variables in 1100 octets; agent up 3 d 4 h
                ! a note
                1 of 2 interfaces of the inventory is grey:
                ? ge-9: interface_not_found: no interface has this ifName; nearest: xe-9
                    next: give the inventory a name from the table below, or another column to compare with (snmp.mapping: ifname, ifalias or ifindex)

                """))
        #expect(!text.contains("requests:"))
        let clean = PollTable(
            document {
                $0.grey = []
                $0.notFound = []
            })
        #expect(clean.text.contains("\nall 1 interface of the inventory can have rates\n"))
    }

    @Test("Requests are listed when asked for: what was asked, what came, tries and time")
    func requests() {
        let lines = PollTable(document(), showsRequests: true).text.split(separator: "\n").suffix(4).map {
            $0.split(separator: " ").joined(separator: " ")
        }
        #expect(
            lines == [
                "ms tries asked came",
                "1 12.3 1 GET 3 names: sysName sysUpTime noError, 3 variables, 120 octets",
                "2 201.0 2 GETBULK 6 names × 25: ifName ifDescr ifAlias ifHighSpeed … genErr at 4, 38 variables, 980 octets",
                "3 4000.0 2 GET 1 name: 1.3 no answer from 192.0.2.1:161 in 2 tries of 2 s",
            ])
        let many = PollTable(document { $0.requests = 1_203 }, showsRequests: true).text
        #expect(many.hasSuffix("… and 1200 more\n"))
    }

    @Test("Every reason for a grey interface that a poll finds comes with a next step")
    func advice() {
        for reason in [
            MissingReason.interfaceNotFound, .columnAbsent, .agentClockStopped, .speedUnknown, .counter32TooFast,
        ] { #expect(PollTable.advice(reason) != nil, "\(reason)") }
    }

    @Test(
        "The agent's uptime is told in its two largest units",
        arguments: [(0, "0 s"), (9_900, "1 min 39 s"), (27_360_000, "3 d 4 h"), (.max, "497 d 2 h")]
            as [(UInt32, String)])
    func uptime(ticks: UInt32, text: String) { #expect(PollTable.uptime(ticks) == text) }

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
