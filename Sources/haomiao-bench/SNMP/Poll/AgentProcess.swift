import Foundation

/// This program once more, as devices to be polled: a process of its own, so that its time is not ours.
final class AgentProcess {
    let ports: [UInt16]
    private let process = Process()
    private let input = Pipe()

    init(devices: Int) throws {
        let output = Pipe()
        process.executableURL = URL(filePath: "/proc/self/exe")
        process.arguments = ["--agent", String(devices)]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var line: [UInt8] = []
        while let octet = try output.fileHandleForReading.read(upToCount: 1)?.first, octet != 0x0A {
            line.append(octet)
        }
        ports = String(decoding: line, as: UTF8.self).split(separator: " ").compactMap { UInt16($0) }
        try check(ports.count == devices, "the agent does not say its ports")
    }

    deinit {
        // It ends with its input.
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}

/// snmpbulkwalk of net-snmp, a process for each walk.
struct BulkWalk {
    let program: URL
    let arguments: [String]

    /// `nil` where it is not installed.
    init?(_ arguments: [String]) {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
        let places = folders.map { URL(filePath: String($0)).appending(path: "snmpbulkwalk") }
        guard let found = places.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
            return nil
        }
        program = found
        self.arguments = arguments
    }

    /// Walks once and throws away what it prints, or counts the lines.
    func run(isCounted: Bool) throws -> Int? {
        let process = Process()
        let output = Pipe()
        process.executableURL = program
        process.arguments = arguments
        // No MIB files: it need not read them, and prints numbers.
        process.environment = ["MIBS": "", "PATH": "/usr/bin:/bin"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = isCounted ? output : FileHandle.nullDevice
        try process.run()
        let printed = isCounted ? try output.fileHandleForReading.readToEnd() : nil
        process.waitUntilExit()
        try check(process.terminationStatus == 0, "snmpbulkwalk ended with status \(process.terminationStatus)")
        return printed.map { $0.count { $0 == 0x0A } }
    }
}
