import Collecting
import Metro
import Testing

@testable import GNMI

@Suite("What a session subscribes with")
struct SubscribeRequestTests {
    private static func access(_ list: GNMIAccess.List = .stream) -> GNMIAccess {
        GNMIAccess(
            host: "192.0.2.1", list: list, target: "pe1",
            subscriptions: [
                .init(path: "/interfaces/interface[name=*]/state/counters", mode: .sample, intervalMilliseconds: 5_000),
                .init(
                    path: "/interfaces/interface/state/oper-status", origin: "openconfig", mode: .onChange,
                    heartbeatMilliseconds: 60_000),
                .init(path: "eth:/interface", mode: .targetDefined),
            ])
    }

    @Test("Paths, origins, the target, modes and times stand in the request")
    func request() throws {
        let list = try Gnmi_SubscribeRequest(Self.access(), encoding: .proto).subscribe
        #expect(list.mode == .stream && list.encoding == .proto && list.prefix.target == "pe1")
        let subscriptions = list.subscription
        #expect(subscriptions.map(\.mode) == [.sample, .onChange, .targetDefined])
        #expect(subscriptions.map(\.sampleInterval) == [5_000_000_000, 0, 0])
        #expect(subscriptions.map(\.heartbeatInterval) == [0, 60_000_000_000, 0])
        #expect(subscriptions.map(\.path.origin) == ["", "openconfig", "eth"])
        #expect(subscriptions[0].path.elem.map(\.name) == ["interfaces", "interface", "state", "counters"])
        #expect(subscriptions[0].path.elem[1].key == ["name": "*"])
    }

    @Test("Outside a stream there are no modes and times", arguments: [GNMIAccess.List.once, .poll])
    func outsideStream(list: GNMIAccess.List) throws {
        let request = try Gnmi_SubscribeRequest(Self.access(list), encoding: .json).subscribe
        #expect(request.mode == (list == .once ? .once : .poll))
        #expect(request.subscription.allSatisfy { $0.mode == .targetDefined && $0.sampleInterval == 0 })
    }

    @Test(
        "A path is taken apart at its slashes, with keys and what is escaped in them",
        arguments: [
            ("/a/b", nil, ["a", "b"], []), ("a/b/", nil, ["a", "b"], []), ("/", nil, [], []),
            ("oc:/a[k=v]/b[x=1][y=2]", "oc", ["a", "b"], ["k=v", "x=1", "y=2"]),
            (#"/a[name=xe-0/0/0:1]"#, nil, ["a"], ["name=xe-0/0/0:1"]), (#"/a[k=\]\\]"#, nil, ["a"], [#"k=]\"#]),
            ("/oc-if:interfaces/oc-if:interface", nil, ["oc-if:interfaces", "oc-if:interface"], []),
        ] as [(String, String?, [String], [String])])
    func paths(text: String, origin: String?, names: [String], keys: [String]) throws {
        let path = try GNMIAccess.Path(text)
        #expect(path.origin == origin && path.elements.map(\.name) == names)
        #expect(path.elements.flatMap(\.keys).map { "\($0.name)=\($0.value)" } == keys)
        #expect(try GNMIAccess.Path(path.description) == path)
    }

    @Test("A path that cannot be read is named, with what is wrong")
    func wrongPath() {
        var access = Self.access()
        access.subscriptions[0].path = "/interfaces/interface[name"
        let error = #expect(throws: CollectorError.self) { try Gnmi_SubscribeRequest(access, encoding: .proto) }
        #expect(
            error?.description == "'/interfaces/interface[name' is no gNMI path: a key without '='; write it as "
                + "/interfaces/interface[name=*]/state")
        for text in ["//", "/a[k=v", "/a[]", "/a[k=v]b", #"/a\"#] {
            #expect(throws: GNMIAccess.Path.Problem.self) { try GNMIAccess.Path(text) }
        }
    }
}
