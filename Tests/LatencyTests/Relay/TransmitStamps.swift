import Glibc

@testable import Sockets

/// When the kernel handed a socket's datagrams to the interface (SO_TIMESTAMPING, Linux networking/timestamping).
/// The relay reads them itself, so that what it calls actual does not come from the code under test.
enum TransmitStamps {
    private static let software: UInt32 = 1 << 4
    private static let ofTransmission: UInt32 = 1 << 1
    private static let ofReception: UInt32 = 1 << 3
    /// The stamp comes without its packet.
    private static let stampOnly: UInt32 = 1 << 11

    /// False: this kernel gives none.
    static func enable(on socket: DatagramSocket) -> Bool {
        var flags = software | ofTransmission | ofReception | stampOnly
        return socket.withDescriptor { descriptor in
            setsockopt(descriptor, SOL_SOCKET, SO_TIMESTAMPING, &flags, socklen_t(MemoryLayout<UInt32>.size)) == 0
        }
    }

    /// The stamp of the one datagram that was sent since the last call, wall clock, nanoseconds.
    static func take(from socket: DatagramSocket) -> Int64? {
        var control = [UInt64](repeating: 0, count: 64)
        return control.withUnsafeMutableBytes { control in
            var message = msghdr()
            message.msg_control = control.baseAddress
            message.msg_controllen = control.count
            let isRead = socket.withDescriptor { recvmsg($0, &message, Int32(MSG_ERRQUEUE)) >= 0 }
            guard isRead else { return nil }
            return stamp(in: UnsafeRawBufferPointer(rebasing: control[..<Int(message.msg_controllen)]))
        }
    }

    /// Control messages are a header of length, level and type, then data, each begun at a multiple of a word.
    private static func stamp(in control: UnsafeRawBufferPointer) -> Int64? {
        var offset = 0
        while offset + MemoryLayout<cmsghdr>.size <= control.count {
            let header = control.loadUnaligned(fromByteOffset: offset, as: cmsghdr.self)
            let data = offset + MemoryLayout<cmsghdr>.stride
            if header.cmsg_level == SOL_SOCKET, header.cmsg_type == SO_TIMESTAMPING,
                data + MemoryLayout<timespec>.size <= control.count
            {
                let time = control.loadUnaligned(fromByteOffset: data, as: timespec.self)
                return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
            }
            guard header.cmsg_len > 0 else { return nil }
            offset += (Int(header.cmsg_len) + 7) & ~7
        }
        return nil
    }
}
