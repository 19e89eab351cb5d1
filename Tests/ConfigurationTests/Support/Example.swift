import Foundation

/// The examples of the documentation.
enum Example: String, CaseIterable {
    case metro
    case fiveMinutes = "five-minutes"

    var path: String {
        var folder = URL(filePath: #filePath)
        for _ in 0..<4 { folder.deleteLastPathComponent() }
        return folder.appending(path: "Docs/examples/\(rawValue).yaml").path
    }

    func text() throws -> String { try String(contentsOfFile: path, encoding: .utf8) }
}
