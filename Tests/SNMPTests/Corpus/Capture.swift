import Foundation

/// The UDP payloads of a capture: classic pcap, little-endian, Ethernet, IPv4; later fragments are left out.
enum Capture {
    /// `nil` without the corpus or the file. A name ending in .gz is unpacked with gzip.
    static func payloads(_ name: String) throws -> [[UInt8]]? {
        guard let corpus = ProcessInfo.processInfo.environment["HAOMIAO_CORPUS"] else { return nil }
        let path = corpus + "/pcap/" + name
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        return payloads(in: try name.hasSuffix(".gz") ? unpacked(path) : Array(Data(contentsOf: URL(filePath: path))))
    }

    private static func unpacked(_ path: String) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        return Array(data)
    }

    private static func payloads(in file: [UInt8]) -> [[UInt8]] {
        var payloads: [[UInt8]] = []
        var offset = 24
        while offset + 16 <= file.count {
            let length = (0..<4).reduce(0) { $0 | Int(file[offset + 8 + $1]) << (8 * $1) }
            let frame = file[offset + 16..<min(offset + 16 + length, file.count)]
            offset += 16 + length
            let ip = frame.dropFirst(14)
            guard let first = ip.first, first >> 4 == 4, ip.count >= 20, ip[ip.startIndex + 9] == 17 else { continue }
            let fragment = Int(ip[ip.startIndex + 6] & 0x1F) << 8 | Int(ip[ip.startIndex + 7])
            guard fragment == 0 else { continue }
            payloads.append(Array(ip.dropFirst(4 * Int(first & 0x0F) + 8)))
        }
        return payloads
    }
}
