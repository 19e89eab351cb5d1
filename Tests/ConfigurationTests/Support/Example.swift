import Foundation

/// The examples of the documentation.
enum Example: String, CaseIterable {
    case metro
    case fiveMinutes = "five-minutes"
    case exports

    var path: String { Self.documentation.appending(path: "examples/\(rawValue).yaml").path }

    /// The folder `Docs`.
    static var documentation: URL {
        var folder = URL(filePath: #filePath)
        for _ in 0..<4 { folder.deleteLastPathComponent() }
        return folder.appending(path: "Docs")
    }

    func text() throws -> String { try String(contentsOfFile: path, encoding: .utf8) }
}
