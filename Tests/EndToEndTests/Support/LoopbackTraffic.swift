import Foundation
import Glibc
import Synchronization

/// A steady stream of datagrams from this process to itself, so that the counters of `lo` move.
final class LoopbackTraffic: Sendable {
    static let datagramBytes = 1_000
    static let datagramsPerTick = 40
    static let tickMicroseconds: UInt32 = 100_000

    private let descriptor: Int32
    private let isOver = Atomic(false)

    init() throws {
        (descriptor, _) = try Loopback.socket()
        Thread.detachNewThread { [self] in run() }
    }

    func stop() { isOver.store(true, ordering: .relaxed) }

    private func run() {
        let bytes = [UInt8](repeating: 0, count: Self.datagramBytes)
        var due = ContinuousClock.now
        while !isOver.load(ordering: .relaxed) {
            for _ in 0..<Self.datagramsPerTick { send(descriptor, bytes, bytes.count, Int32(MSG_DONTWAIT)) }
            // By the clock, so that a busy machine does not lower the rate.
            due += .microseconds(Int(Self.tickMicroseconds))
            let left = (due - .now) / .microseconds(1)
            if left > 0 { usleep(UInt32(min(left, 1e6))) }
        }
        close(descriptor)
    }
}

enum Loopback {
    struct NoSocket: Error {}

    /// A datagram socket on a port of its own, connected to itself; nobody reads it.
    static func socket() throws -> (descriptor: Int32, port: UInt16) {
        let descriptor = Glibc.socket(AF_INET, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
                    && connect(descriptor, $0, length) == 0
            }
        }
        guard descriptor >= 0, isBound else { throw NoSocket() }
        return (descriptor, UInt16(bigEndian: address.sin_port))
    }

    /// A port that was free a moment ago.
    static func freePort() throws -> UInt16 {
        let (descriptor, port) = try socket()
        close(descriptor)
        return port
    }
}
