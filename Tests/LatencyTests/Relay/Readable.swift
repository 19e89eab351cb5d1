import Glibc

@testable import Sockets

/// Waits until one of a few sockets can be read, with the precision of the kernel's timers. (A readiness loop would not
/// do for the relay: a thread that sleeps on a socket is woken by its transmit stamps, in the midst of sending.)
enum Readable {
    /// Returns after at most `nanoseconds`, 0 … 10⁹ − 1.
    static func wait(for sockets: [DatagramSocket], atMostNanoseconds nanoseconds: Int64) {
        var set = fd_set()
        var timeout = timespec(tv_sec: 0, tv_nsec: Int(nanoseconds))
        var highest: Int32 = -1
        withUnsafeMutableBytes(of: &set) { set in
            for socket in sockets {
                let descriptor = socket.withDescriptor { $0 }
                // A set holds the descriptors below 1024; the caller comes back anyway.
                guard (0..<Int32(set.count * 8)).contains(descriptor) else { continue }
                set[Int(descriptor) / 8] |= 1 << UInt8(descriptor % 8)
                highest = max(highest, descriptor)
            }
        }
        _ = pselect(highest + 1, &set, nil, nil, &timeout, nil)
    }
}
