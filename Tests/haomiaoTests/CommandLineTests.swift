import Foundation
import Testing

@testable import haomiao

struct CommandLineTests {
    @Test("An unknown command is answered with the commands that there are")
    func unknown() throws {
        let complaint = try #require(Haomiao.complaint(about: ["frobnicate", "--json"]))
        #expect(complaint.contains("'frobnicate' is no command"))
        for name in ["run", "snapshot", "poll", "reflect", "check", "doctor"] { #expect(complaint.contains(name)) }
    }

    @Test(
        "Commands, options and no argument at all are left to the parser", arguments: [["poll", "x"], ["--log"], []])
    func known(arguments: [String]) {
        #expect(Haomiao.complaint(about: arguments) == nil)
        #expect(Haomiao.complaint(about: ["help"] + arguments) == nil)
    }

    @Test("Only what is certainly absent counts as absent")
    func absence() {
        #expect(mayExist("/dev/null"))
        #expect(!mayExist("/dev/null/metro.yaml"))
        #expect(!mayExist("/nowhere/\(UUID().uuidString)"))
        // Refused with something else than its absence: too long a name.
        #expect(mayExist("/" + String(repeating: "x", count: 5000)))
    }

    @Test("One of a thing has no plural")
    func plural() {
        #expect([0, 1, 2].map { counted($0, "link") } == ["0 links", "1 link", "2 links"])
    }
}
