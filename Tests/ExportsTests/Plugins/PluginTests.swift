import Collecting
import Foundation
import Mapping
import Metro
import Telemetry
import Testing

@testable import Exports

@Suite("A plug-in in another language", .timeLimit(.minutes(1)))
struct PluginTests {
    private static let script: String = {
        var root = URL(filePath: #filePath)
        for _ in 0..<4 { root.deleteLastPathComponent() }
        return root.appending(path: "Docs/examples/plugin.py").path
    }()
    private static let hasPython = ["/usr/bin", "/usr/local/bin", "/bin"].contains {
        FileManager.default.isExecutableFile(atPath: "\($0)/python3")
    }

    @Test(
        "The Python example of Docs/Plugins.md, as a command and in line protocol, becomes samples",
        .enabled(if: hasPython, "python3 is not installed"))
    func python() async throws {
        let host = ProcessInfo.processInfo.hostName
        let loopback = InterfaceReference(device: "here", name: "lo")
        let inventory = Inventory(
            city: LocalizedName(english: "Test"), sites: [],
            devices: [Device(id: "here", name: LocalizedName(english: "Here"), aliases: [host])], version: "1")
        let converter = Converter(
            source: .export("plugin"), mappings: NameMapping.presets,
            directory: SubjectDirectory(
                inventory: inventory, interfaces: [.init(reference: loopback, subject: 5)]), owners: InterfaceOwners())
        let collector = ExportCollector(
            name: "plugin", format: .influx, transport: CommandTransport(["python3", Self.script]),
            converter: converter)
        let intake = FakeIntake(clock: ManualTime(wallNanoseconds: SystemTime().wallNanoseconds))
        let run = Task { try await collector.collect(into: intake) }
        while Set(intake.samples.filter { $0.metric == .octets }.map(\.direction)).count < 2 { await Task.yield() }
        run.cancel()
        await #expect(throws: CancellationError.self) { try await run.value }
        #expect(intake.samples.allSatisfy { $0.subject == 5 })
        let account = try #require(intake.account)
        #expect(account.messages > 0 && account.malformed == 0 && account.samples > 0)
    }
}
