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
        /// Receive stamps of kernel and interface (SO_TIMESTAMPING).
        public var receiveStamps = true
        /// Stamps of datagrams that are sent, for those that ask for one (`SendBatch`); they come with `receive()`.
        public var sendStamps = false
        /// ICMP errors come with `receive()` (IP_RECVERR).
        public var reportsUnreachable = true
        /// SO_RCVBUF, octets, as far as the system allows; `nil`: its default.
        public var receiveBufferBytes: Int?
        /// Differentiated services code point of what is sent, 0 … 63.
        public var dscp: UInt8?
        /// IPv4 TTL and IPv6 hop limit of what is sent.
        public var timeToLive: UInt8?
        /// Longest datagram that is read whole, octets, 64 … 65 535.
        public var maximumDatagramBytes = 2_048
        /// Datagrams read by one call, 1 … 64. Once it has received, the socket keeps this many times
        /// `maximumDatagramBytes` reserved.
        public var batchSize = 32

        public init() {}
    }

    private let descriptor: Int32
    private let protocolFamily: Int32
    private let hasNotices: Bool
    private let batch: Mutex<ReceiveBatch>

    /// The system stamps what is sent.
    public let givesSendStamps: Bool

    /// Bound address, with the port that the system chose where 0 was asked for.
    public let localAddress: SocketAddress

    /// Binds to `address`. `SocketAddress.any` serves both families, IPv4 alone where the host has no IPv6.
    public init(bindingTo address: SocketAddress, options: Options = Options()) throws(SocketError) {
        var raw = csockets_options(
            receive_stamps: options.receiveStamps ? 1 : 0, send_stamps: options.sendStamps ? 1 : 0,
            report_unreachable: options.reportsUnreachable ? 1 : 0,
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
        givesSendStamps = raw.send_stamps != 0
        hasNotices = options.reportsUnreachable || givesSendStamps
        self.localAddress = localAddress
        batch = Mutex(
            ReceiveBatch(count: options.batchSize, maximumDatagramBytes: options.maximumDatagramBytes))
    }

    /// Bound to a port of the system's choice, for talking to `peer` or others of its family.
    public convenience init(
        forTalkingTo peer: SocketAddress, options: Options = Options()
    ) throws(SocketError) {
        try self.init(bindingTo: peer.family == .ipv4 ? .anyIPv4(port: 0) : .any(port: 0), options: options)
    }

    deinit { csockets_close(descriptor) }

    func withDescriptor<Value, Failure: Error>(
        _ body: (Int32) throws(Failure) -> Value
    ) throws(Failure) -> Value { try body(descriptor) }

    /// Octets that the receive buffer holds, with what the kernel needs for each datagram; 0 where it will not say.
    public var receiveBufferBytes: Int { max(Int(csockets_receive_buffer(descriptor)), 0) }

    /// What has arrived, at most a batch of datagrams (an empty answer: nothing), the ICMP errors and the send stamps.
    public func receive() throws(SocketError) -> Reception {
        let result: Result<Reception, SocketError> = batch.withLock { batch in
            do throws(SocketError) {
                return .success(try receive(with: &batch))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// The same with memory of the caller's.
    public func receive(with batch: inout ReceiveBatch) throws(SocketError) -> Reception {
        var reception = Reception()
        let result = batch.receive(from: descriptor, into: &reception)
        takeNotices(into: &reception)
        // With IP_RECVERR a pending ICMP error is also reported, once, by the next call: the queue says whose it is.
        if result < 0, result != -EAGAIN, reception.isEmpty, !Self.isOfNetwork(result) {
            throw SocketError("receive", subject: localAddress.description, negativeErrno: result)
        }
        return reception
    }

    private func takeNotices(into reception: inout Reception) {
        guard hasNotices else { return }
        withUnsafeTemporaryAllocation(of: csockets_notice.self, capacity: 16) { notices in
            // The C side writes at most notices.count notices and says how many.
            let count = csockets_take_notices(descriptor, notices.baseAddress, Int32(notices.count))
            for place in 0..<Int(max(count, 0)) { reception.take(notices[place]) }
        }
    }

    /// The next datagram that asks for a stamp is number 0 again: after a send that failed, it is not known whether the
    /// system counted it.
    public func restartSendStamps() { _ = csockets_restart_send_stamps(descriptor) }

    /// False: the send buffer is full. Errors of earlier packets are left to `receive()`.
    @discardableResult
    public func send(_ bytes: [UInt8], to destination: SocketAddress) throws(SocketError) -> Bool {
        let outcome = send([OutgoingDatagram(bytes, to: destination)])
        if let error = outcome.lastError { throw error }
        return outcome.sent == 1
    }

    /// Sends in order; a datagram that the system refuses is counted and skipped, a full buffer ends the batch.
    public func send(_ datagrams: [OutgoingDatagram]) -> SendOutcome {
        var batch = SendBatch()
        for datagram in datagrams { batch.append(datagram.bytes, to: datagram.destination, from: datagram.source) }
        return send(batch)
    }

    /// The same without memory for each datagram.
    public func send(_ batch: borrowing SendBatch) -> SendOutcome {
        var outcome = SendOutcome()
        var next = 0
        var isSecondTry = false
        while next < batch.count {
            let result = batch.send(from: next, on: descriptor, protocolFamily)
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
                let subject = batch.destination(at: next)?.description ?? ""
                let error = SocketError("send", subject: subject, negativeErrno: result)
                outcome.failures.append(SendOutcome.Failure(place: next, error: error))
                next += 1
                isSecondTry = false
            }
        }
        return outcome
    }

    /// Errors that ICMP causes, negated errno.
    private static func isOfNetwork(_ result: Int32) -> Bool {
        [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, EHOSTDOWN, EPROTO, ENOPROTOOPT, EACCES, EMSGSIZE, ENETDOWN]
            .contains(-result)
    }
}
