import Foundation
import Testing

/// Holds every import to the module table of Docs/Architecture.md. The compiler's own check lets an import of a
/// dependency's dependency pass; this one does not.
struct ImportTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Parts of the toolchain and the system; they need no row.
    private static let system: Set<String> = [
        "Foundation", "FoundationEssentials", "Glibc", "Dispatch", "Synchronization",
    ]

    @Test("Every module imports only what the table in Docs/Architecture.md allows")
    func imports() throws {
        let allowed = try table()
        #expect(allowed.count >= 14, "the table was not read: \(allowed.keys.sorted())")
        var files = 0
        for (module, file) in try sourceFiles() {
            files += 1
            let permitted = try #require(allowed[module], "\(module) has no row in the table")
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                guard let imported = Self.importedModule(line) else { continue }
                #expect(
                    permitted.contains(imported) || Self.system.contains(imported),
                    "\(module)/\(file.lastPathComponent) imports \(imported); the table allows \(permitted.sorted())")
            }
        }
        #expect(files > 40, "only \(files) files were read")
    }

    @Test("An import line is recognised whatever stands before and behind the word")
    func importLines() {
        #expect(Self.importedModule("import Metro") == "Metro")
        #expect(Self.importedModule("@testable import Metro") == "Metro")
        #expect(Self.importedModule("public import struct Metro.Link  // why") == "Metro")
        #expect(Self.importedModule("// import Metro") == nil)
        #expect(Self.importedModule("important(Metro)") == nil)
    }

    @Test("Unsafe code stands only in the modules and files that may hold it")
    func unsafeCode() throws {
        let rooms: Set<String> = [
            "Telemetry", "Sockets", "CSockets", "Cryptography", "Compression", "Brokers", "CNCurses", "Terminal",
            // gRPC gives the bytes of a message by a pointer alone.
            "GNMI",
        ]
        let marks = [
            "@unchecked Sendable", "nonisolated(unsafe)", "UnsafeMutable", "UnsafePointer", "UnsafeRaw",
            "OpaquePointer", "withUnsafe", "import CCryptography",
            "import CCompression",
        ]
        for (module, file) in try sourceFiles() where !rooms.contains(module) {
            let text = try String(contentsOf: file, encoding: .utf8)
            for mark in marks {
                #expect(!text.contains(mark), "\(module)/\(file.lastPathComponent) has \(mark)")
            }
        }
    }

    static func importedModule(_ line: some StringProtocol) -> String? {
        let words = line.split(whereSeparator: { $0 == " " || $0 == "." })
        guard let position = words.firstIndex(of: "import"), position + 1 < words.count else { return nil }
        guard words[..<position].allSatisfy({ $0.hasPrefix("@") || $0 == "public" || $0 == "internal" }) else {
            return nil
        }
        let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
        let name = words[position + 1]
        let following = words.dropFirst(position + 2).first.map { String($0) }
        return kinds.contains(Substring(name)) ? following : String(name)
    }

    /// Rows such as "| `SNMP` | holds | `Collecting`, `Sockets` |".
    private func table() throws -> [String: Set<String>] {
        let page = try String(contentsOf: Self.root.appending(path: "Docs/Architecture.md"), encoding: .utf8)
        var rows: [String: Set<String>] = [:]
        for line in page.split(separator: "\n") where line.hasPrefix("| `") {
            let columns = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard columns.count == 3 else { continue }
            let names = Self.quoted(columns[2])
            for module in Self.quoted(columns[0]) { rows[module] = Set(names) }
        }
        return rows
    }

    private static func quoted(_ text: String) -> [String] {
        text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }

    private func sourceFiles() throws -> [(module: String, file: URL)] {
        let sources = Self.root.appending(path: "Sources")
        let enumerator = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        return enumerator.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }.map { file in
            let inside = file.path.dropFirst(sources.path.count + 1)
            return (String(inside.prefix { $0 != "/" }), file)
        }
    }
}
