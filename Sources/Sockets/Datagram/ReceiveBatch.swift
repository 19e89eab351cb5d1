import CSockets

/// Memory for one batch of datagrams, reserved when it is first used; many sockets that one thread reads can share it.
public struct ReceiveBatch: ~Copyable {
    private var headers: [csockets_inbound] = []
    private var bytes: [UInt8] = []
    private let count: Int
    private let size: Int
    /// Datagrams to ask for next: preparing places costs, so there are as many as have come of late.
    private var asked: Int

    private static let leastAsked = 8

    /// - Parameters:
    ///   - count: datagrams read by one call, 1 … 64.
    ///   - maximumDatagramBytes: longest datagram that is read whole, octets, 64 … 65 535.
    public init(count: Int, maximumDatagramBytes: Int) {
        self.count = min(max(count, 1), Int(CSOCKETS_BATCH))
        size = min(max(maximumDatagramBytes, 64), 65_535)
        asked = min(self.count, Self.leastAsked)
    }

    /// Datagrams read, or a negated errno.
    mutating func receive(from descriptor: Int32, into reception: inout Reception) -> Int32 {
        if headers.isEmpty {
            headers = Array(repeating: csockets_inbound(), count: count)
            bytes = Array(repeating: 0, count: count * size)
        }
        let (size, asked) = (size, asked)
        // The C side writes at most `asked` headers and as many slots of `size` octets, and `asked` is at most
        // headers.count.
        let count = headers.withUnsafeMutableBufferPointer { headers in
            bytes.withUnsafeMutableBufferPointer { bytes in
                csockets_receive(descriptor, headers.baseAddress, Int32(asked), bytes.baseAddress, size)
            }
        }
        self.asked =
            count == asked ? min(2 * asked, headers.count) : max(asked / 2, min(headers.count, Self.leastAsked))
        guard count > 0 else { return count }
        let now = SystemClock.now
        reception.datagrams.reserveCapacity(reception.datagrams.count + Int(count))
        reception.overflow = headers[Int(count) - 1].overflow
        reception.isFull = count == asked
        for index in 0..<Int(count) {
            let header = headers[index]
            guard let source = SocketAddress(header.source) else { continue }
            let start = index * size
            let length = min(max(Int(header.length), 0), size)
            reception.datagrams.append(
                ReceivedDatagram(
                    bytes: Array(bytes[start..<start + length]), source: source,
                    localAddress: SocketAddress(header.local),
                    kernelReceiveNanoseconds: header.kernel_nanoseconds.unlessMinimum,
                    hardwareReceiveNanoseconds: header.hardware_nanoseconds.unlessMinimum,
                    userReceiveNanoseconds: now.wallNanoseconds,
                    userReceiveMonotonicNanoseconds: now.monotonicNanoseconds,
                    timeToLive: UInt8(exactly: header.time_to_live), trafficClass: UInt8(exactly: header.traffic_class),
                    isTruncated: header.truncated != 0))
        }
        return count
    }
}

extension Int64 {
    /// `nil` for the minimum, which stands for "none" in C.
    var unlessMinimum: Int64? { self == .min ? nil : self }
}
