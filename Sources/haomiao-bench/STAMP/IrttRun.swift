import Foundation
import Sockets

/// irtt on loopback, a server and a client at a time; the reference for precision.
final class IrttRun {
    private let program: URL
    private let server = Process()
    private let address: String

    /// `nil` where it is not installed.
    init?() throws {
        guard let program = InstalledProgram.find("irtt") else { return nil }
        self.program = program
        // A port that was free a moment ago.
        let port = try DatagramSocket(bindingTo: .loopback(port: 0)).localAddress.port
        address = "127.0.0.1:\(port)"
        server.executableURL = program
        // The server's least interval is 10 ms unless it is told otherwise.
        server.arguments = ["server", "-i", "1ms", "-b", address]
        server.standardOutput = FileHandle.nullDevice
        server.standardError = FileHandle.nullDevice
        try server.run()
    }

    deinit {
        server.terminate()
        server.waitUntilExit()
    }

    /// One-way delays of both directions, nanoseconds.
    func delays(seconds: Int) throws -> [Int64] {
        struct Output: Decodable {
            struct RoundTrip: Decodable {
                struct Delay: Decodable { let send, receive: Int64? }
                let delay: Delay
            }
            let roundTrips: [RoundTrip]
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let output = try decoder.decode(Output.self, from: client(seconds, ["-Q", "-o", "-"]))
        return output.roundTrips.flatMap { [$0.delay.send, $0.delay.receive].compactMap { $0 } }
    }

    /// Seconds of processor time that the client takes for a probe.
    func processorSecondsEach(seconds: Int) throws -> Double {
        let before = ProcessorTime.children
        let text = String(decoding: try client(seconds, ["-q"]), as: UTF8.self)
        let used = ProcessorTime.children - before
        // "packets sent/received: 3000/3000 (0.00% loss)"
        let counts = text.split(separator: "\n").first { $0.contains("packets sent/received") }
        let sent = counts?.split(separator: ":").last?.split(separator: "/").first.flatMap {
            Double($0.trimmingCharacters(in: .whitespaces))
        }
        guard let sent, sent > 0 else { throw WrongResult("irtt does not say how much it sent: \(text)") }
        return used / sent
    }

    private func client(_ seconds: Int, _ options: [String]) throws -> Data {
        let process = Process()
        let output = Pipe()
        process.executableURL = program
        process.arguments = ["client", "-i", "1ms", "-d", "\(seconds)s"] + options + [address]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        try process.run()
        let printed = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try check(process.terminationStatus == 0, "irtt ended with status \(process.terminationStatus)")
        return printed
    }
}
