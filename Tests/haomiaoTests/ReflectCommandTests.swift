import ArgumentParser
import Foundation
import Sockets
import Testing

@testable import STAMP
@testable import haomiao

struct ReflectCommandTests {
    private func command(_ arguments: String...) throws -> ReflectCommand {
        try ReflectCommand.parse(["--listen", "[::]:862"] + arguments)
    }

    @Test("As it stands, everybody is answered, 100 000 times a second, with the DSCP that is asked for")
    func defaults() throws {
        let policy = try command().policy()
        #expect(policy.allowed.isEmpty && policy.key == nil && !policy.isStateful && policy.permitsAskedDSCP)
        #expect(policy.ratePerSecond == 100_000 && policy.ratePerSource == nil && policy.format == .ntp)
    }

    @Test("Options become the policy; a rate of 0 is none")
    func options() throws {
        let policy = try command(
            "--allow", "192.0.2.0/24", "--allow", "2001:db8::1", "--stateful", "--rate", "0", "--rate-per-source", "50",
            "--format", "ptp", "--keep-dscp"
        ).policy()
        #expect(policy.allowed.map(\.description) == ["192.0.2.0/24", "2001:db8::1/128"])
        #expect(policy.isStateful && !policy.permitsAskedDSCP && policy.format == .ptp)
        #expect(policy.ratePerSecond == nil && policy.ratePerSource == 50)
    }

    @Test(
        "What cannot be is refused with what was expected",
        arguments: [
            (["--report", "0"], "--report: found 0, expected 1 … 86400"),
            (
                ["--listen", "127.0.0.1:99999"],
                "--listen: found \"127.0.0.1:99999\", expected a numeric address of this host and a port up to 65535, as "
                    + "0.0.0.0:862, [2001:db8::1]:862 or :862"
            ),
            (
                ["--listen", "localhost:862"],
                "--listen: found \"localhost:862\", expected a numeric address of this host and a port up to 65535, as "
                    + "0.0.0.0:862, [2001:db8::1]:862 or :862"
            ),
            (["--rate", "-1"], "--rate: found -1, expected 0 … 10000000"),
            (["--rate-per-source", "10000001"], "--rate-per-source: found 10000001, expected 0 … 10000000"),
            (["--key-file", "a", "--key-env", "B"], "--key-file and --key-env: one of them, not both"),
            (
                ["--allow", "192.0.2.0/33"],
                "--allow: found \"192.0.2.0/33\", expected an address or a prefix, as 192.0.2.0/24 or 2001:db8::/48"
            ),
        ])
    func refusals(arguments: [String], words: String) throws {
        // Negative numbers need the equals sign.
        let joined = arguments.count == 2 ? ["\(arguments[0])=\(arguments[1])"] : arguments
        let error = try #require(throws: (any Error).self) {
            try ReflectCommand.parse(["--listen", "[::]:862"] + joined)
        }
        #expect(ReflectCommand.message(for: error) == words)
    }

    @Test("The key comes from a file that only its owner can read, or not at all")
    func key() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "haomiao-key-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data("correct horse\n".utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
        let reflect = try command("--key-file", file.path)
        let error = try #require(throws: (any Error).self) { try reflect.policy() }
        #expect("\(error)".contains("others can open the secret file") && !"\(error)".contains("horse"))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        #expect(try reflect.policy().key != nil)
        let missing = try command("--key-env", "HAOMIAO_NO_SUCH_KEY")
        #expect(throws: (any Error).self) { try missing.policy() }
    }

    private var statistics: ReflectorStatistics {
        var statistics = ReflectorStatistics()
        statistics.received = 100
        statistics.reflected = 90
        statistics.strangers = 7
        statistics.overRate = 3
        statistics.malformedExtensions = 2
        return statistics
    }

    @Test("The report is an account without the parts that are 0, and names sources where not all were answered")
    func text() throws {
        var report = ReflectReport(listen: "[::]:862", statistics: statistics)
        report.sessions = 4
        report.sources = [
            ReflectorSource(range: try #require(AddressRange(parsing: "192.0.2.7")), received: 100, reflected: 90)
        ]
        #expect(
            report.text == """
                received 100 = reflected 90 + not allowed 7 + over the rate 3; sessions 4; with malformed extensions 2
                  192.0.2.7: received 100, answered 90
                """)
        #expect(
            ReflectReport(listen: "[::]:862", statistics: ReflectorStatistics()).text == "received 0 = reflected 0")
    }

    @Test("In JSON the parts add up to what was received, and nothing is left out for being 0")
    func json() throws {
        let report = ReflectReport(listen: "[::]:862", statistics: statistics)
        let text = try report.json()
        #expect(!text.contains("\n"))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(object["schema"] as? String == "haomiao.reflect/1")
        let parts = try #require(object["parts"] as? [String: Int])
        #expect(parts.count == 11 && parts.values.reduce(0, +) == 100 && object["received"] as? Int == 100)
        #expect(parts["not_allowed"] == 7)
    }
}
