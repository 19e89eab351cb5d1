import Foundation

/// snmpbulkwalk of net-snmp, a process for each walk.
struct BulkWalk {
    let program: URL
    let arguments: [String]

    /// `nil` where it is not installed.
    init?(_ arguments: [String]) {
        guard let found = InstalledProgram.find("snmpbulkwalk") else { return nil }
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
