import Foundation

/// Recorded data of others, where `HAOMIAO_CORPUS` names it.
enum Corpus {
    static let root = ProcessInfo.processInfo.environment["HAOMIAO_CORPUS"].map { URL(filePath: $0) }

    static func bytes(_ path: String) throws -> [UInt8] {
        guard let root else { throw CocoaError(.fileNoSuchFile) }
        return try [UInt8](Data(contentsOf: root.appending(path: path)))
    }
}
