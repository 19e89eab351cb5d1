import Foundation

/// This program once more, as the far end of what is measured: a process of its own, so that its time is not ours.
final class OwnProcess {
    /// What it said first.
    let line: String
    private let process = Process()
    private let input = Pipe()

    init(_ arguments: String...) throws {
        let output = Pipe()
        process.executableURL = URL(filePath: "/proc/self/exe")
        process.arguments = arguments
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var line: [UInt8] = []
        while let octet = try output.fileHandleForReading.read(upToCount: 1)?.first, octet != 0x0A {
            line.append(octet)
        }
        self.line = String(decoding: line, as: UTF8.self)
    }

    deinit {
        // It ends with its input.
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// In that process: returns when the one that started it is done with it.
    static func waitForEnd() { while readLine() != nil {} }
}

/// A program of this host.
enum InstalledProgram {
    /// `nil` where it is not installed.
    static func find(_ name: String) -> URL? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
        let places = folders.map { URL(filePath: String($0)).appending(path: name) }
        return places.first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }
}
