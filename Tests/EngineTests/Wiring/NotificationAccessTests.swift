import Collecting
import Configuration
import Foundation
import Metro
import SNMP
import Sockets
import Testing

@testable import Engine

@Suite("Who may send traps, as configured")
struct NotificationAccessTests {
    private func device(_ id: DeviceID, host: String, _ security: SNMPSecurity = .community(nil)) -> Metro.Device {
        Metro.Device(
            id: id, name: LocalizedName(english: id.text), snmp: SNMPAccess(host: host, security: security))
    }
    private func access(
        _ settings: CollectorSettings.Traps = .init(), _ devices: [Metro.Device]
    ) async throws -> NotificationAccess {
        try await NotificationAccess(
            reading: settings, devices: devices, polled: PolledDevices(), wallNanoseconds: midnight)
    }
    /// A file that holds a secret.
    private func secret(_ text: String) throws -> SecretReference {
        let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        try #require(
            FileManager.default.createFile(
                atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600]))
        return .file(path)
    }

    @Test("devices send from their address with what they are polled with; the well-known community proves nothing")
    func devices() async throws {
        let own = try secret("s3cret")
        let access = try await access(
            .init(), [device("a", host: "192.0.2.1"), device("b", host: "192.0.2.2", .community(own))])
        #expect(access.devices.map(\.id) == ["a", "b"] && access.notes.isEmpty)
        #expect(access.devices[0].credentials == nil)
        #expect(access.devices[1].credentials == .community(Community(Array("s3cret".utf8))))
        #expect(access.devices[1].addresses == [SocketAddress(ipv4: 192, 0, 2, 2, port: 0)])
        #expect(access.communities.isEmpty && access.users.isEmpty && access.forwarders.isEmpty)
    }

    @Test("a device whose secret or name cannot be read costs its own traps, and is noted; many notes are cut short")
    func unreadable() async throws {
        let missing = SNMPSecurity.community(.environment("HAOMIAO_NOT_SET"))
        let devices = (0..<12).map { device(DeviceID("d\($0)"), host: "192.0.2.\($0)", missing) }
        let access = try await access(.init(), devices + [device("n", host: "no-such-name.invalid")])
        #expect(access.devices.count == 13 && access.devices[12].addresses.isEmpty)
        #expect(access.notes.count == 9 && access.notes.last == "… and 5 more of that kind")
        #expect(
            access.notes.first
                == "d0: the environment variable HAOMIAO_NOT_SET is not set, so its traps are taken with the receiver's "
                + "secrets only")
    }

    @Test("the receiver's own secrets and forwarders must be readable")
    func own() async throws {
        var settings = CollectorSettings.Traps()
        settings.community = try secret("shared")
        settings.forwarders = ["192.0.2.200", "2001:db8::5"]
        settings.users = [
            USMUserReference(name: "ops", authentication: .init(.sha256, password: try secret("authpass12345")))
        ]
        let access = try await access(settings, [])
        #expect(access.communities == [Community(Array("shared".utf8))])
        #expect(access.users.map(\.level) == [.authNoPriv] && access.forwarders.count == 2)
        settings.forwarders = ["no-such-name.invalid"]
        let error = await #expect(throws: CollectorError.self) { try await self.access(settings, []) }
        #expect(
            error?.description
                == "the forwarder no-such-name.invalid has no address; check collectors.traps.forwarders")
        settings.community = .environment("HAOMIAO_NOT_SET")
        let unset = await #expect(throws: CollectorError.self) { try await self.access(settings, []) }
        #expect(unset?.code == .secret)
    }

    @Test("the engine ID is that of host and port, 5 to 32 octets of one's own format; boots grow with the clock")
    func engine() {
        let id = NotificationAccess.engineID(host: "noc1", port: 162)
        #expect(id.prefix(5) == [0x80, 0, 0x7E, 0xD9, 5] && (5...32).contains(id.count))
        #expect(id == NotificationAccess.engineID(host: "noc1", port: 162))
        #expect(id != NotificationAccess.engineID(host: "noc2", port: 162))
        #expect(id != NotificationAccess.engineID(host: "noc1", port: 1_162))
        #expect(NotificationAccess.engineBoots(wallNanoseconds: midnight) == 217_353_600)
        #expect(NotificationAccess.engineBoots(wallNanoseconds: midnight + second) == 217_353_601)
        #expect(NotificationAccess.engineBoots(wallNanoseconds: 0) == 1)
        #expect(NotificationAccess.engineBoots(wallNanoseconds: .max) == .max)
    }

    @Test("the receiver is made where it is switched on, and knows who polls each device")
    func registry() async throws {
        var setup = SmallCity.measured()
        setup.collectors.traps.isEnabled = true
        setup.collectors.traps.port = 1_162
        let loop = try ReadinessLoop()
        let registry = try CollectorRegistry.standard(dispatcher: SNMPDispatcher(loop: loop))
        let blueprint = CollectorBlueprint(
            setup: setup, subjects: SubjectIndex(setup.inventory), time: ManualTime(wallNanoseconds: midnight))
        let collectors = try registry.collectors(blueprint)
        #expect(collectors.map(\.target.id).last == "trap/:1162" && collectors.count == 4)
        let polled = PolledDevices()
        polled.keep(collectors)
        #expect(polled.poller(of: "east") != nil && polled.poller(of: "nowhere") == nil)
        setup.source = .simulator
        let simulated = CollectorBlueprint(
            setup: setup, subjects: SubjectIndex(setup.inventory), time: ManualTime(wallNanoseconds: midnight))
        #expect(try registry.collectors(simulated).isEmpty)
    }
}
