import Collecting
import Exports
import Mapping
import Metro
import Synchronization
import Telemetry

@testable import GNMI

/// One router that is subscribed to; its interface Ethernet1 is subject 0.
enum OneRouter {
    static func collector(_ access: GNMIAccess) -> ExportCollector {
        let inventory = Inventory(
            city: LocalizedName(english: "Town"), sites: [],
            devices: [Device(id: "pe1", name: LocalizedName(english: "pe1"), gnmi: access)], links: [], paths: [],
            version: "1")
        let interface = InterfaceReference(device: "pe1", name: "Ethernet1")
        return ExportCollector(
            kind: .gnmi, name: "pe1", format: .gnmiProto, transport: GNMITransport(access),
            converter: Converter(
                source: .gnmi("pe1"), mappings: NameMapping.named(["openconfig"], in: inventory),
                directory: SubjectDirectory(
                    inventory: inventory, interfaces: [.init(reference: interface, subject: 0)]),
                owners: InterfaceOwners(), intervalMilliseconds: access.intervalMilliseconds))
    }

    static func path(_ text: String) -> Gnmi_Path {
        Gnmi_Path((try? GNMIAccess.Path(text)) ?? GNMIAccess.Path(elements: []))
    }

    /// What a router tells of Ethernet1, in the encoding that was asked for.
    static func notification(
        _ encoding: Gnmi_Encoding, stamp: Int64, octets: UInt64, status: String
    ) -> Gnmi_SubscribeResponse {
        var response = Gnmi_SubscribeResponse()
        response.update.timestamp = stamp
        response.update.prefix = path("openconfig:/interfaces/interface[name=Ethernet1]/state")
        response.update.atomic = true
        func update(_ name: String, _ value: Gnmi_TypedValue.OneOf_Value) -> Gnmi_Update {
            var update = Gnmi_Update()
            update.path = path(name)
            update.val.value = value
            return update
        }
        switch encoding {
        case .proto:
            response.update.update = [
                update("counters/in-octets", .uintVal(octets)), update("oper-status", .stringVal(status)),
            ]
        case .jsonIetf:
            response.update.update = [
                update("counters", .jsonIetfVal(.init(#"{"openconfig-interfaces:in-octets":"\#(octets)"}"#.utf8))),
                update("oper-status", .jsonIetfVal(.init("\"\(status)\"".utf8))),
            ]
        default:
            response.update.update = [
                update("counters", .jsonVal(.init(#"{"in-octets":\#(octets)}"#.utf8))),
                update("oper-status", .jsonVal(.init("\"\(status)\"".utf8))),
            ]
        }
        return response
    }
}

/// A ring with room for everything.
final class OpenIntake: Intake {
    struct State {
        var samples: [Sample] = []
        var findings: [Finding] = []
    }
    let state = Mutex(State())

    var time: any TimeSource { SystemTime() }
    func offer(_ samples: [Sample]) { state.withLock { $0.samples += samples } }
    func report(_ finding: Finding) { state.withLock { $0.findings.append(finding) } }

    /// Waits until such a sample is there; the test's time limit bounds it.
    func sample(_ isWanted: (Sample) -> Bool) async throws -> Sample {
        while true {
            if let found = state.withLock({ $0.samples }).first(where: isWanted) { return found }
            try Task.checkCancellation()
            await Task.yield()
        }
    }

    func finding<Found: Sendable>(_ wanted: (Finding) -> Found?) async throws -> Found {
        while true {
            for finding in state.withLock({ $0.findings }) { if let found = wanted(finding) { return found } }
            try Task.checkCancellation()
            await Task.yield()
        }
    }
}
