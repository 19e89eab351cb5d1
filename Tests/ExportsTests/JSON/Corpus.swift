import Foundation

/// Recorded data of others, where `HAOMIAO_CORPUS` names it.
enum Corpus {
    static let root = ProcessInfo.processInfo.environment["HAOMIAO_CORPUS"].map { URL(filePath: $0) }

    static func bytes(_ path: String) throws -> [UInt8]? {
        guard let root else {
            print("skipped: no corpus (HAOMIAO_CORPUS) with \(path)")
            return nil
        }
        return try [UInt8](Data(contentsOf: root.appending(path: path)))
    }
}
