import Foundation
import Testing

@testable import haomiao

struct FileLogTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "haomiao-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }

    private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    @Test("A log makes its folder, and its file is for its owner alone")
    func create() throws {
        try withFolder { folder in
            let path = folder + "/a/b/x.log"
            try FileLog(path: path).write("one")
            #expect(try text(path) == "one\n")
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test("A log goes on where the last one ended, and becomes NAME.1 at its limit")
    func rotation() throws {
        try withFolder { folder in
            let path = folder + "/x.log"
            try FileLog(path: path, limit: 10).write("first")
            let log = try FileLog(path: path, limit: 10)
            log.write("2nd")
            #expect(try text(path) == "first\n2nd\n")
            log.write("third")
            #expect(try text(path) == "third\n")
            #expect(try text(path + ".1") == "first\n2nd\n")
            log.write("fourth")
            #expect(try text(path) == "fourth\n")
            #expect(try text(path + ".1") == "third\n")
        }
    }

    @Test("A name without a folder belongs into the current folder")
    func bareName() throws {
        let name = "haomiao-\(UUID().uuidString).log"
        defer { try? FileManager.default.removeItem(atPath: name) }
        try FileLog(path: name).write("here")
        #expect(try text(name) == "here\n")
    }

    @Test("A log whose folder cannot be made throws")
    func impossible() {
        #expect(throws: (any Error).self) { try FileLog(path: "/dev/null/x/y.log") }
    }
}
