import Foundation
import Testing

/// An engine, an instance and a reflector, each a process of its own: the program that was built.
@MainActor
@Suite(
    "Paths that an instance measures", .serialized, .timeLimit(.minutes(1)),
    .enabled(if: Testbed.program != nil, "skipped: no haomiao beside the tests (swift build --build-tests)"))
struct InstanceTests {
    /// The picture after some seconds of a city whose path is measured by `command`.
    private func picture(_ bed: Testbed, _ command: String, seconds: Int) async throws -> [String: Any] {
        let file = bed.folder.appending(path: "instance.yaml")
        try """
        version: 1
        city: Testbed
        sites: [{id: here}, {id: there}]
        devices: [{id: mirror, site: there, stamp: {host: 127.0.0.1, port: \(bed.reflectorPort)}}]
        paths: [{id: round, a: here, b: there, reflector: mirror, clock: shared, interval: 50ms, instance: site}]
        instances: [{id: site, command: [/bin/sh, -c, "\(command)"]}]
        """.write(to: file, atomically: true, encoding: .utf8)
        let (status, output) = try await bed.run(
            ["snapshot", "--config", file.path, "--seconds", "\(seconds)", "--json"])
        #expect(status == 0)
        return try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
    }

    private func path(_ picture: [String: Any]) throws -> (entry: [String: Any], forward: [String: Any]) {
        let entry = try #require((picture["paths"] as? [[String: Any]])?.first)
        return (entry, try #require(entry["forward"] as? [String: Any]))
    }

    private func target(_ picture: [String: Any]) throws -> [String: Any] {
        let list = picture["targets"]
        let targets = try #require(list as? [[String: Any]])
        return try #require(targets.first { $0["id"] as? String == "probe/site" })
    }

    @Test("have their delays, accounts and clocks in the engine's picture")
    func measured() async throws {
        let bed = try Testbed(withAgent: false)
        let picture = try await picture(bed, "exec \(bed.program) probe --paths - --json", seconds: 10)
        let (entry, forward) = try path(picture)
        #expect((forward["n"] as? Int ?? 0) > 10 && forward["lost"] as? Int == 0)
        #expect((forward["min_ns"] as? Double).map { (0..<100_000_000).contains($0) } == true)
        #expect(entry["clock"] as? String == "shared" && entry["probes"] is [String: Any])
        #expect(try target(picture)["state"] as? String == "healthy")
    }

    @Test("are an outage and no loss once the instance is gone")
    func gone() async throws {
        let bed = try Testbed(withAgent: false)
        let mark = bed.folder.appending(path: "ran").path
        let picture = try await picture(
            bed, "[ -e \(mark) ] && exit 1; touch \(mark); exec timeout 2 \(bed.program) probe --paths - --json",
            seconds: 12)
        let (_, forward) = try path(picture)
        #expect(forward["lost"] as? Int == 0)
        #expect((forward["missing"] as? [String: String])?.values.contains("collector_outage") == true)
        let target = try target(picture)
        #expect(target["state"] as? String != "healthy")
        #expect((target["last_error"] as? String)?.hasPrefix("the command ended with status ") == true)
    }
}
