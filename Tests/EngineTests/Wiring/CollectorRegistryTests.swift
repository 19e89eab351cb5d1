import Collecting
import Configuration
import Foundation
import Logging
import Metro
import SNMP
import Sockets
import Telemetry
import Testing

@testable import Engine

@Suite("The registry of collectors")
struct CollectorRegistryTests {
    private func blueprint(_ setup: EngineSetup) -> CollectorBlueprint {
        CollectorBlueprint(
            setup: setup, subjects: SubjectIndex(setup.inventory), time: ManualTime(wallNanoseconds: midnight))
    }

    private func setup(
        devices: [Device], paths: [MeasuredPath] = [], instances: [ProbeInstance] = []
    ) -> EngineSetup {
        var setup = SmallCity.measured()
        setup.inventory = Inventory(
            city: LocalizedName(english: "X"), sites: SmallCity.inventory().sites, devices: devices, paths: paths,
            instances: instances, version: "1")
        return setup
    }

    private func device(_ id: DeviceID, community: SecretReference? = nil) -> Device {
        Device(
            id: id, name: LocalizedName(english: id.text),
            snmp: SNMPAccess(host: "192.0.2.1", security: .community(community), periodMilliseconds: 1_000))
    }

    @Test("a second factory for one kind is refused, and the first one stays")
    func duplicates() throws {
        var registry = CollectorRegistry()
        try registry.register(.snmp) { _ in [Answering()] }
        let error = #expect(throws: CollectorRegistry.DuplicateKind.self) { try registry.register(.snmp) { _ in [] } }
        #expect(error?.description == "collector kind 'snmp' is registered already")
        try registry.register(.stamp) { _ in [] }
        #expect(try registry.collectors(blueprint(SmallCity.measured())).map(\.target.name) == ["first"])
    }

    @Test("a device with an agent and a path with a reflector get a collector each, others none")
    func standard() throws {
        let mirror = Device(
            id: "mirror", name: LocalizedName(english: "Mirror"), stamp: STAMPAccess(host: "192.0.2.9", port: 8620))
        func path(_ id: PathID, _ method: DelayMethod, _ reflector: DeviceID?) -> MeasuredPath {
            MeasuredPath(
                id: id, a: "centre", b: "hub", layer: method == .odukDelay ? .optical : .ip, method: method,
                reflector: reflector)
        }
        let setup = setup(
            devices: [device("pe1"), mirror],
            paths: [path("p1", .stamp, "mirror"), path("p2", .stamp, nil), path("p3", .odukDelay, nil)])
        let loop = try ReadinessLoop()
        let registry = try CollectorRegistry.standard(dispatcher: SNMPDispatcher(loop: loop))
        let targets = try registry.collectors(blueprint(setup)).map(\.target)
        #expect(targets.map(\.id) == ["snmp/pe1", "stamp/p1"])
        #expect(targets.map(\.address) == ["192.0.2.1:161", "192.0.2.9:8620"])

        var disabled = setup
        disabled.collectors.snmp.isEnabled = false
        #expect(try registry.collectors(blueprint(disabled)).map(\.target.id) == ["stamp/p1"])
        disabled.collectors.stamp.isEnabled = false
        #expect(try registry.collectors(blueprint(disabled)).isEmpty)
        var simulated = setup
        simulated.source = .simulator
        #expect(try registry.collectors(blueprint(simulated)).isEmpty)
    }

    @Test("a device with gnmi gets a subscription, unless gNMI is disabled or all is simulated")
    func subscriptions() throws {
        let access = GNMIAccess(
            host: "192.0.2.7", port: 57_400,
            subscriptions: GNMIPreset.openConfig.subscriptions(
                intervalMilliseconds: 10_000))
        let streaming = Device(id: "pe7", name: LocalizedName(english: "pe7"), gnmi: access)
        var setup = setup(devices: [device("pe1"), streaming])
        let loop = try ReadinessLoop()
        let registry = try CollectorRegistry.standard(dispatcher: SNMPDispatcher(loop: loop))
        let targets = try registry.collectors(blueprint(setup)).map(\.target)
        #expect(targets.map(\.id) == ["snmp/pe1", "gnmi/pe7"])
        #expect(targets.map(\.address) == ["192.0.2.1:161", "192.0.2.7:57400"])
        setup.collectors.gnmi.isEnabled = false
        #expect(try registry.collectors(blueprint(setup)).map(\.target.id) == ["snmp/pe1"])
        setup.collectors.gnmi.isEnabled = true
        setup.source = .simulator
        #expect(try registry.collectors(blueprint(setup)).isEmpty)
    }

    @Test("a program that was built without gNMI says so at the device")
    func unbuilt() {
        #expect(
            UnbuiltSubscription("pe7", GNMIAccess(host: "192.0.2.7")).error.description
                == "this program was built without gNMI (HAOMIAO_WITHOUT_GNMI), and pe7 has gnmi; build it without that "
                + "variable, or take gnmi out of the device")
    }

    @Test("a path that an instance measures is left to that instance, with all that is to be known of it")
    func instances() throws {
        let access = STAMPAccess(host: "192.0.2.9", port: 8620, key: .environment("KEY"))
        let mirror = Device(id: "mirror", name: LocalizedName(english: "Mirror"), stamp: access)
        let setup = setup(
            devices: [mirror],
            paths: [
                MeasuredPath(id: "own", a: "centre", b: "hub", layer: .ip, method: .stamp, reflector: "mirror"),
                MeasuredPath(
                    id: "far", a: "hub", b: "centre", layer: .ip, method: .stamp, reflector: "mirror",
                    routeKilometres: 24, lengthBasis: .otdr, probeIntervalMilliseconds: 20, dscp: 46, probeBytes: 99,
                    instance: "hub"),
            ],
            instances: [
                ProbeInstance(id: "hub", command: ["ssh", "hub", "haomiao"]),
                ProbeInstance(id: "idle", command: ["ssh", "idle"]),
            ])
        let loop = try ReadinessLoop()
        let registry = try CollectorRegistry.standard(dispatcher: SNMPDispatcher(loop: loop))
        let targets = try registry.collectors(blueprint(setup)).map(\.target)
        #expect(targets.map(\.id) == ["stamp/own", "probe/hub"])
        #expect(targets.map(\.address) == ["192.0.2.9:8620", "ssh hub haomiao"])
        let list = ProbeList(setup.inventory, instance: "hub")
        let entry = try #require(list.entries.first)
        #expect(list.entries.count == 1 && entry.id == "far" && entry.access == access)
        #expect(entry.intervalMilliseconds == 20 && entry.codePoint == 46 && entry.probeBytes == 99)
        #expect(abs(entry.floorKilometres - 24) < 1e-9)
        #expect(EngineCore(setup).lanes.kinds == [.snmp, .stamp, .probe])
    }

    @Test("a secret that cannot be used fails its device alone, with the variable's name and never a value")
    func unusableSecret() async throws {
        let variable = "HAOMIAO_TEST_\(UUID().uuidString.replacing("-", with: "_"))"
        let setup = setup(devices: [
            device("first"), device("second", community: .environment(variable)), device("third"),
        ])
        let loop = try ReadinessLoop()
        let registry = try CollectorRegistry.standard(dispatcher: SNMPDispatcher(loop: loop))
        let collectors = try registry.collectors(blueprint(setup))
        #expect(collectors.map(\.target.id) == ["snmp/first", "snmp/second", "snmp/third"])

        // The others would send packets: one that answers stands in for them.
        let time = ManualTime(wallNanoseconds: midnight, monotonicNanoseconds: 1_000 * second)
        let supervisor = Supervisor(
            collectors: [Answering(), collectors[1]], interfaces: 0, paths: 0, time: time,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, door: SampleDoor { $1.count })
        supervisor.start()
        for _ in 0..<400 {
            while time.sleeperCount < 2 { await Task.yield() }
            time.advance(nanoseconds: second / 10)
        }
        while time.sleeperCount < 2 { await Task.yield() }
        let targets = supervisor.targets()
        await supervisor.stop()
        #expect(targets[0].picture.state == .healthy && targets[0].picture.answers >= 39)
        #expect(targets[1].picture.state == .backingOff && targets[1].picture.errors >= 4)
        #expect(
            targets[1].picture.lastError
                == "the environment variable \(variable) is not set; set it before the program starts")
        #expect(Outages(targets).device("second") == .collectorOutage)
        #expect(Outages(targets).device("first") == nil)
    }

    @Test("a secret that is mended is read at the next attempt")
    func mendedSecret() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "community").path
        // A port that nobody listens on, once the socket is gone.
        let port = try DatagramSocket(bindingTo: .loopback(port: 0)).localAddress.port
        var device = device("pe1")
        device = Device(
            id: device.id, name: device.name,
            snmp: SNMPAccess(
                host: "127.0.0.1", port: port, security: .community(.file(file)), timeoutMilliseconds: 200, retries: 0))
        let loop = try ReadinessLoop()
        defer { loop.stop() }
        let collectors = try CollectorRegistry.standard(dispatcher: SNMPDispatcher(loop: loop)).collectors(
            CollectorBlueprint(
                setup: setup(devices: [device]), subjects: SubjectIndex(setup(devices: [device]).inventory),
                time: SystemTime()))
        let collector = try #require(collectors.first)
        func code() async -> CollectorError.Code? {
            do {
                try await collector.collect(into: SilentIntake())
                return nil
            } catch {
                return (error as? CollectorError)?.code
            }
        }
        #expect(await code() == .secret)
        #expect(
            FileManager.default.createFile(
                atPath: file, contents: Data("public\n".utf8), attributes: [.posixPermissions: 0o600]))
        let second = await code()
        #expect(second == .refused || second == .timeout)
    }

    private struct SilentIntake: Intake {
        var time: any TimeSource { SystemTime() }
        func offer(_ samples: [Sample]) {}
        func report(_ finding: Finding) {}
    }

    private struct Answering: Collector {
        let target = TargetDescription(kind: .snmp, name: "first", address: "192.0.2.1:161")
        let cadence = Cadence.every(milliseconds: 1_000)
        func collect(into intake: any Intake) async throws { intake.report(.answered(durationNanoseconds: 1)) }
    }
}
