import Collecting
import Foundation
import Testing

@testable import Exports

@Suite("A file that is followed")
struct FileTailTests {
    private let folder: Folder
    init() throws { folder = try Folder() }

    /// A few looks bring so much; `|` where another file begins.
    private func expect(
        _ tail: inout FileTail, _ expected: String, location: SourceLocation = #_sourceLocation
    ) throws {
        var text = ""
        for _ in 0..<2 * FileTail.looksAfterRotation + 4 {
            switch try tail.step() {
            case .bytes(let bytes): text += String(decoding: bytes, as: UTF8.self)
            case .restarted: text += "|"
            case .idle, .opened, .missing: break
            }
        }
        #expect(text == expected, sourceLocation: location)
    }

    @Test("brings what is there and what is added, each byte once")
    func growth() throws {
        try folder.write("one\ntw")
        var tail = FileTail(path: folder.file(), startsAtEnd: false)
        try expect(&tail, "one\ntw")
        try expect(&tail, "")
        try folder.append("o\nthree\n")
        try expect(&tail, "o\nthree\n")
    }

    @Test("from its end brings what is added after the line under way")
    func end() throws {
        try folder.write("one\ntw")
        var tail = FileTail(path: folder.file(), startsAtEnd: true)
        try expect(&tail, "")
        try folder.append("o\nthree\n")
        try expect(&tail, "three\n")
        try folder.write("whole\n", to: "other")
        var other = FileTail(path: folder.file("other"), startsAtEnd: true)
        try expect(&other, "")
        try folder.append("next\n", to: "other")
        try expect(&other, "next\n")
    }

    @Test("that is renamed is read to its end, even what comes late, before the one in its place")
    func rotation() throws {
        try folder.write("one\n")
        var tail = FileTail(path: folder.file(), startsAtEnd: true)
        try expect(&tail, "")
        try folder.append("two\n")
        try folder.rename(to: "export.1")
        try expect(&tail, "two\n")
        try folder.write("four\n")
        let look = try tail.step()
        #expect(look == .idle)
        try folder.append("three\n", to: "export.1")
        try expect(&tail, "three\n|four\n")
        try folder.append("five\n")
        try expect(&tail, "five\n")
    }

    @Test("that is copied and truncated is read from its beginning")
    func truncation() throws {
        try folder.write("one\ntwo\n")
        var tail = FileTail(path: folder.file(), startsAtEnd: false)
        try expect(&tail, "one\ntwo\n")
        let handle = try FileHandle(forWritingTo: URL(filePath: folder.file()))
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: Data("three\n".utf8))
        try expect(&tail, "|three\n")
    }

    @Test("that comes into being late is read whole, and so is one that comes back after its deletion")
    func late() throws {
        var tail = FileTail(path: folder.file(), startsAtEnd: true)
        let before = try tail.step()
        #expect(before == .missing)
        try folder.write("one\n")
        let after = try tail.step()
        #expect(after == .opened)
        try expect(&tail, "one\n")
        try FileManager.default.removeItem(atPath: folder.file())
        try expect(&tail, "")
        try folder.write("two\n")
        try expect(&tail, "|two\n")
    }

    @Test("that is compressed, or no file, is refused in words")
    func refused() throws {
        try Data([0x1F, 0x8B, 8, 0]).write(to: URL(filePath: folder.file()))
        var tail = FileTail(path: folder.file(), startsAtEnd: false)
        let path = folder.file()
        let compressed = CollectorError(
            .malformed, "\(path) is compressed by gzip, expected text",
            advice: "unpack it, or pipe zcat \(path) into an export with stdin")
        // Each time that it is tried again.
        for _ in 0..<3 {
            do {
                _ = try tail.step()
                _ = try tail.step()
                Issue.record("it was read")
            } catch {
                #expect(error as? CollectorError == compressed)
            }
        }
        var other = FileTail(path: folder.path, startsAtEnd: false)
        do {
            _ = try other.step()
            Issue.record("it was opened")
        } catch {
            #expect("\(error)".contains("is no regular file; read a named pipe by a command"))
        }
    }

    @Test("that cannot be read is an error, not at its end")
    func failed() throws {
        // The kernel's own file of our memory: nothing is at address 0.
        let path = "/proc/self/mem"
        var tail = FileTail(path: path, startsAtEnd: false)
        let opened = try tail.step()
        #expect(opened == .opened)
        for _ in 0..<2 {
            do {
                let step = try tail.step()
                Issue.record("\(step)")
            } catch {
                #expect("\(error)".hasPrefix("\(path) cannot be read: Input/output error; "))
            }
        }
    }
}
