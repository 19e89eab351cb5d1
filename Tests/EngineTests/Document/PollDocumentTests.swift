import Collecting
import Foundation
import Metro
import Testing

@testable import Engine

@Suite("Poll as JSON")
struct PollDocumentTests {
    @Test("a simulated device has the interfaces of the inventory, and says that it is simulated")
    func simulated() async throws {
        let time = ManualTime(wallNanoseconds: midnight)
        let poll = try await DevicePoll.poll("middle", of: SmallCity.setup(), time: time)
        let document = try decoded(try poll.json())
        #expect(document.text("schema") == "haomiao.poll/1" && document.text("source") == "simulator")
        #expect(document.text("device") == "middle" && document.text("address") == "simulated")
        #expect(document.number("agent_ticks") ?? 0 > 0)
        let interfaces = document.list("interfaces")
        #expect(interfaces.compactMap { $0.text("name") }.sorted() == ["to-east", "to-west"])
        for interface in interfaces {
            #expect(interface.number("speed_bps") == 100e9 && interface.text("oper_status") == "up")
            #expect(interface.number("out_octets") ?? 0 > 0 && interface.number("in_octets") ?? 0 > 0)
            #expect(interface["in_inventory"] as? Bool == true)
        }
    }

    @Test("a value that is missing is left out, and its reason stands under its key")
    func missing() throws {
        var interface = PollDocument.Interface(name: "ge-0/0/0 \u{FFFD}\"\\", alias: "上联")
        interface.inOctets = .max
        interface.missing = ["out_octets": MissingReason.columnAbsent.rawValue]
        let poll = PollDocument(
            device: "d", address: "192.0.2.1:161", source: "measured", systemName: nil, agentTicks: nil,
            durationMs: 1.5, requests: 1, retries: 0, variables: 3, notes: ["a note"], interfaces: [interface],
            notFound: ["nope0"])
        let document = try decoded(try poll.json())
        #expect(document["system_name"] == nil && document["agent_ticks"] == nil)
        #expect(document["not_found"] as? [String] == ["nope0"] && document["notes"] as? [String] == ["a note"])
        let read = try #require(document.list("interfaces").first)
        #expect(read.text("name") == "ge-0/0/0 \u{FFFD}\"\\" && read.text("alias") == "上联")
        #expect((read["in_octets"] as? NSNumber)?.uint64Value == .max)
        #expect(read["out_octets"] == nil && read["missing"] as? [String: String] == ["out_octets": "column_absent"])
    }

    @Test("a device that is not there, or has no agent, is named, with what to do")
    func errors() async throws {
        let unknown = await #expect(throws: CollectorError.self) {
            try await DevicePoll.poll("midle", of: SmallCity.setup())
        }
        #expect(unknown?.description == "no device 'midle' in the inventory; there are: east, middle, west")
        var setup = SmallCity.measured()
        setup.inventory = Inventory(
            city: LocalizedName(english: "X"), sites: [],
            devices: [Device(id: "bare", name: LocalizedName(english: "Bare"))], version: "1")
        let bare = setup
        let mute = await #expect(throws: CollectorError.self) { try await DevicePoll.poll("bare", of: bare) }
        #expect(
            mute?.description
                == "device 'bare' has no snmp settings; add 'snmp: {host: …}' to it in the inventory")
    }

    @Test("a simulated device that the script has taken down does not answer")
    func down() async {
        let setup = SmallCity.setup(faults: [ScriptedFault(.deviceDown("middle"), startSeconds: -10)])
        let error = await #expect(throws: CollectorError.self) {
            try await DevicePoll.poll("middle", of: setup, time: ManualTime(wallNanoseconds: midnight))
        }
        #expect(error?.code == .timeout && error?.missingReason == .noAnswer)
    }
}
