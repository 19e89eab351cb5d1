import Foundation

/// What this process has in memory, bytes (/proc/self/statm, proc(5)).
enum ResidentMemory {
    static func bytes() throws -> Int {
        let fields = try String(contentsOf: URL(filePath: "/proc/self/statm"), encoding: .utf8).split(separator: " ")
        guard fields.count > 1, let pages = Int(fields[1]) else { throw WrongResult("/proc/self/statm cannot be read") }
        return pages * sysconf(Int32(_SC_PAGESIZE))
    }

    static let gibibyte = Double(1 << 30)
}
