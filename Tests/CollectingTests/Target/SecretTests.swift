import Foundation
import Metro
import Testing

@testable import Collecting

@Suite("A secret")
struct SecretTests {
    private func message(_ reference: SecretReference, _ environment: [String: String] = [:]) -> String {
        do {
            _ = try reference.read(environment: environment)
            return "read"
        } catch {
            #expect(error.code == .secret)
            return error.description
        }
    }

    /// A file of that content and mode in a folder of its own.
    private func withFile(_ content: String, mode: Int, _ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "haomiao-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "secret").path
        try Data(content.utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        try body(path)
    }

    @Test("prints as dots in every way")
    func printing() throws {
        let secret = try #require(Secret(Array("hunter2".utf8)))
        var dumped = ""
        dump(secret, to: &dumped)
        let hunter = "\(Array("hunter2".utf8))"
        for text in [
            "\(secret)", String(reflecting: secret), String(describing: Optional(secret)), "\([secret])", dumped,
        ] {
            #expect(text.contains("•••"))
            #expect(!text.contains("hunter2") && !text.contains(hunter) && !text.contains("104"))
        }
    }

    @Test("comes from a variable, or its absence is said by name")
    func variable() throws {
        let reference = SecretReference.environment("COMMUNITY")
        #expect(try reference.read(environment: ["COMMUNITY": "a b"]).bytes == Array("a b".utf8))
        #expect(
            message(reference) == "the environment variable COMMUNITY is not set; set it before the program starts")
        #expect(
            message(reference, ["COMMUNITY": ""])
                == "the environment variable COMMUNITY is empty; set it to the secret")
    }

    @Test("is the first line of a file of mode 0600 or stricter", arguments: [0o600, 0o400])
    func file(_ mode: Int) throws {
        for content in ["hunter2", "hunter2\n", "hunter2\r\nmore\n"] {
            try withFile(content, mode: mode) { path in
                let secret = try SecretReference.file(path).read()
                #expect(secret.bytes == Array("hunter2".utf8))
            }
        }
    }

    @Test("in a file that others can open is refused", arguments: [(0o640, "0640"), (0o604, "0604"), (0o610, "0610")])
    func openFile(_ mode: Int, text: String) throws {
        try withFile("hunter2", mode: mode) { path in
            #expect(
                message(.file(path))
                    == "others can open the secret file \(path): its mode is \(text); run chmod 600 on it")
        }
    }

    @Test("that is missing, empty, too long or no file is said by path, never by content")
    func badFile() throws {
        #expect(
            message(.file("/nowhere/secret"))
                == "the secret file /nowhere/secret does not exist; create it with mode 0600")
        #expect(message(.file("/")) == "the secret / is no regular file; name a file whose first line is the secret")
        #expect(message(.file("")) == "the secret has no file name; name the file that holds it")
        try withFile("\nhunter2", mode: 0o600) { path in
            #expect(
                message(.file(path))
                    == "the first line of the secret file \(path) is empty; put the secret on its first line")
        }
        try withFile(String(repeating: "x", count: 4_097), mode: 0o600) { path in
            #expect(
                message(.file(path))
                    == "the first line of the secret file \(path) is longer than 4096 bytes; "
                    + "put the secret alone on its first line")
        }
    }
}
