import CSockets
import Glibc
import Synchronization

extension Unreachable {
    static let connectionRefused = ECONNREFUSED
}

/// A non-blocking UDP socket. Any thread may send and receive; releasing the last reference closes it, so a
/// descriptor is never used after it went to somebody else.
public final class DatagramSocket: Sendable {
    public struct Options: Hashable, Sendable {
        /// Kernel receive stamps (SO_TIMESTAMPNS).
        public var receiveStamps = true
        /// ICMP errors come with `receive()` (IP_RECVERR).
        public var reportsUnreachable = true
        /// SO_RCVBUF, octets; `nil`: the system's default.
        public var receiveBufferBytes: Int?
        /// Differentiated services code point of what is sent, 0 … 63.
        public var dscp: UInt8?
        /// IPv4 TTL and IPv6 hop limit of what is sent.
        public var timeToLive: UInt8?
        /// Longest datagram that is read whole, octets, 64 … 65 535.
        public var maximumDatagramBytes = 2_048
        /// Datagrams read by one call, 1 … 64. The socket keeps this many times `maximumDatagramBytes` reserved.
        public var batchSize = 32

        public init() {}
    }

    private let descriptor: Int32
    private let protocolFamily: Int32
    private let reportsUnreachable: Bool
    private let slots: Mutex<ReceiveSlots>

    /// Bound address, with the port that the system chose where 0 was asked for.
    public let localAddress: SocketAddress

    /// Binds to `address`. `SocketAddress.any` serves both families, IPv4 alone where the host has no IPv6.
    public init(bindingTo address: SocketAddress, options: Options = Options()) throws(SocketError) {
        var raw = csockets_options(
            receive_stamps: options.receiveStamps ? 1 : 0, report_unreachable: options.reportsUnreachable ? 1 : 0,
            receive_buffer: Int32(clamping: options.receiveBufferBytes ?? 0),
            traffic_class: options.dscp.map { Int32($0 & 63) << 2 } ?? -1,
            time_to_live: options.timeToLive.map { Int32($0) } ?? -1)
        var family: Int32 = address.family == .ipv6 ? 6 : 4
        var bound = address.raw
        var opened = csockets_open(family, &raw)
        if opened == -EAFNOSUPPORT, address.family == .ipv6, address.isAny {
            family = 4
            bound = SocketAddress.anyIPv4(port: address.port).raw
            opened = csockets_open(family, &raw)
        }
        guard opened >= 0 else { throw SocketError("socket", subject: address.description, negativeErrno: opened) }
        var result = csockets_bind(opened, family, &bound)
        var operation = "bind"
        var local = csockets_address()
        if result == 0 {
            result = csockets_local_address(opened, &local)
            operation = "getsockname"
        }
        guard result == 0, let localAddress = SocketAddress(local) else {
            csockets_close(opened)
            throw SocketError(operation, subject: address.description, negativeErrno: result)
        }
        descriptor = opened
        protocolFamily = family
        reportsUnreachable = options.reportsUnreachable
        self.localAddress = localAddress
        slots = Mutex(
            ReceiveSlots(
                count: min(max(options.batchSize, 1), Int(CSOCKETS_BATCH)),
                size: min(max(options.maximumDatagramBytes, 64), 65_535)))
    }

    /// Bound to a port of the system's choice, for talking to `peer` or others of its family.
    public convenience init(
        forTalkingTo peer: SocketAddress, options: Options = Options()
    ) throws(SocketError) {
        try self.init(bindingTo: peer.family == .ipv4 ? .anyIPv4(port: 0) : .any(port: 0), options: options)
    }

    deinit { csockets_close(descriptor) }

    func withDescriptor<Value>(_ body: (Int32) -> Value) -> Value { body(descriptor) }

    /// What has arrived, at most a batch of datagrams (an empty answer: nothing), and the ICMP errors.
    public func receive() throws(SocketError) -> Reception {
        var reception = Reception()
        let result = slots.withLock { $0.receive(from: descriptor, into: &reception) }
        if result < 0, result != -EAGAIN {
            // With IP_RECVERR a pending ICMP error is also reported, once, by the next call: the queue says whose it is.
            takeUnreachable(into: &reception)
            if reception.isEmpty, !Self.isOfNetwork(result) {
                throw SocketError("receive", subject: localAddress.description, negativeErrno: result)
            }
        } else {
            takeUnreachable(into: &reception)
        }
        return reception
    }

    private func takeUnreachable(into reception: inout Reception) {
        guard reportsUnreachable else { return }
        var raw = csockets_unreachable()
        for _ in 0..<CSOCKETS_BATCH {
            let result = csockets_take_unreachable(descriptor, &raw)
            if result < 0 { break }
            if result > 0, let destination = SocketAddress(raw.destination) {
                reception.unreachable.append(Unreachable(destination: destination, errorNumber: raw.error))
            }
        }
    }

    /// False: the send buffer is full. Errors of earlier packets are left to `receive()`.
    @discardableResult
    public func send(_ bytes: [UInt8], to destination: SocketAddress) throws(SocketError) -> Bool {
        let outcome = send([OutgoingDatagram(bytes, to: destination)])
        if let error = outcome.lastError { throw error }
        return outcome.sent == 1
    }

    /// Sends in order; a datagram that the system refuses is counted and skipped, a full buffer ends the batch.
    public func send(_ batch: [OutgoingDatagram]) -> SendOutcome {
        var outcome = SendOutcome()
        var flat: [UInt8] = []
        flat.reserveCapacity(batch.reduce(0) { $0 + $1.bytes.count })
        var outbound: [csockets_outbound] = []
        outbound.reserveCapacity(batch.count)
        for datagram in batch {
            outbound.append(
                csockets_outbound(
                    destination: datagram.destination.raw, source: datagram.source?.raw ?? csockets_address(),
                    offset: flat.count, length: datagram.bytes.count))
            flat.append(contentsOf: datagram.bytes)
        }
        var next = 0
        var isSecondTry = false
        while next < batch.count {
            let result = Self.send(outbound[next...], of: flat, on: descriptor, protocolFamily)
            if result >= 0 {
                next += Int(result)
                outcome.sent += Int(result)
                isSecondTry = false
            } else if result == -EAGAIN || result == -ENOBUFS {
                outcome.unsent = batch.count - next
                break
            } else if Self.isOfNetwork(result), !isSecondTry {
                // Perhaps an earlier packet's ICMP error, which this call has cleared.
                isSecondTry = true
            } else {
                let subject = batch[next].destination.description
                let error = SocketError("send", subject: subject, negativeErrno: result)
                outcome.failures.append(SendOutcome.Failure(place: next, error: error))
                next += 1
                isSecondTry = false
            }
        }
        return outcome
    }

    private static func send(
        _ outbound: ArraySlice<csockets_outbound>, of flat: [UInt8], on descriptor: Int32, _ family: Int32
    ) -> Int32 {
        // Both arrays live through the call, which only reads them; offsets were computed from `flat` itself.
        outbound.withUnsafeBufferPointer { headers in
            flat.withUnsafeBufferPointer { bytes in
                csockets_send(
                    descriptor, family, headers.baseAddress, Int32(clamping: headers.count), bytes.baseAddress)
            }
        }
    }

    /// Errors that ICMP causes, negated errno.
    private static func isOfNetwork(_ result: Int32) -> Bool {
        [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, EHOSTDOWN, EPROTO, ENOPROTOOPT, EACCES, EMSGSIZE, ENETDOWN]
            .contains(-result)
    }
}
