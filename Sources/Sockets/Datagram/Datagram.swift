import CSockets

/// A datagram as it came in. Clocks are CLOCK_REALTIME and CLOCK_MONOTONIC.
public struct ReceivedDatagram: Hashable, Sendable {
    public var bytes: [UInt8]
    public var source: SocketAddress
    /// The local address that it was sent to, port 0; answer from there.
    public var localAddress: SocketAddress?
    /// When the kernel took it, wall clock, nanoseconds; `nil` where the system gives no stamp.
    public var kernelReceiveNanoseconds: Int64?
    /// When the interface took it, by a clock of its own, nanoseconds; `nil` where it does not stamp.
    public var hardwareReceiveNanoseconds: Int64?
    /// When this program read it, wall clock, nanoseconds.
    public var userReceiveNanoseconds: Int64
    /// The same moment, monotonic clock, nanoseconds.
    public var userReceiveMonotonicNanoseconds: Int64
    /// IPv4 TTL or IPv6 hop limit on arrival.
    public var timeToLive: UInt8?
    /// The whole traffic class octet: DSCP in the upper six bits.
    public var trafficClass: UInt8?
    /// It was longer than `DatagramSocket.Options.maximumDatagramBytes`; the rest is gone.
    public var isTruncated: Bool

    public init(
        bytes: [UInt8], source: SocketAddress, localAddress: SocketAddress? = nil,
        kernelReceiveNanoseconds: Int64? = nil, hardwareReceiveNanoseconds: Int64? = nil,
        userReceiveNanoseconds: Int64, userReceiveMonotonicNanoseconds: Int64, timeToLive: UInt8? = nil,
        trafficClass: UInt8? = nil, isTruncated: Bool = false
    ) {
        self.bytes = bytes
        self.source = source
        self.localAddress = localAddress
        self.kernelReceiveNanoseconds = kernelReceiveNanoseconds
        self.hardwareReceiveNanoseconds = hardwareReceiveNanoseconds
        self.userReceiveNanoseconds = userReceiveNanoseconds
        self.userReceiveMonotonicNanoseconds = userReceiveMonotonicNanoseconds
        self.timeToLive = timeToLive
        self.trafficClass = trafficClass
        self.isTruncated = isTruncated
    }
}

/// A datagram to send.
public struct OutgoingDatagram: Hashable, Sendable {
    public var bytes: [UInt8]
    public var destination: SocketAddress
    /// The local address to send from (`ReceivedDatagram.localAddress`); `nil`: the system chooses.
    public var source: SocketAddress?

    public init(_ bytes: [UInt8], to destination: SocketAddress, from source: SocketAddress? = nil) {
        self.bytes = bytes
        self.destination = destination
        self.source = source
    }
}

/// The network or the far host says that datagrams to `destination` do not arrive (ICMP, ICMPv6).
public struct Unreachable: Hashable, Sendable {
    public var destination: SocketAddress
    /// ECONNREFUSED: nothing listens on the port; EHOSTUNREACH, ENETUNREACH, EACCES, EMSGSIZE: the way is barred.
    public var errorNumber: Int32

    public init(destination: SocketAddress, errorNumber: Int32) {
        self.destination = destination
        self.errorNumber = errorNumber
    }
    public var isRefused: Bool { errorNumber == Self.connectionRefused }
    public var error: SocketError {
        SocketError("send", subject: destination.description, cause: .system(errorNumber))
    }
}

/// When a datagram that asked for it left.
public struct SendStamp: Hashable, Sendable {
    /// Which of those of its socket that asked, counted from 0, modulo 2³².
    public var identifier: UInt32
    /// When the kernel gave it to the interface, wall clock, nanoseconds; `nil` where this stamp is the interface's.
    public var kernelNanoseconds: Int64?
    /// When the interface sent it, by a clock of its own, nanoseconds.
    public var hardwareNanoseconds: Int64?

    public init(identifier: UInt32, kernelNanoseconds: Int64?, hardwareNanoseconds: Int64? = nil) {
        self.identifier = identifier
        self.kernelNanoseconds = kernelNanoseconds
        self.hardwareNanoseconds = hardwareNanoseconds
    }
}

/// What one read of a socket brought.
public struct Reception: Hashable, Sendable {
    public var datagrams: [ReceivedDatagram]
    public var unreachable: [Unreachable]
    public var sendStamps: [SendStamp] = []
    /// Datagrams that the kernel threw away because the socket's receive buffer was full, since the socket was opened,
    /// modulo 2³²; 0 where nothing was read.
    public var overflow: UInt32 = 0
    /// As many datagrams as one call can bring: there may be more.
    public var isFull = false

    public init(datagrams: [ReceivedDatagram] = [], unreachable: [Unreachable] = []) {
        self.datagrams = datagrams
        self.unreachable = unreachable
    }
    public var isEmpty: Bool { datagrams.isEmpty && unreachable.isEmpty && sendStamps.isEmpty }

    mutating func take(_ notice: csockets_notice) {
        switch Int(notice.kind) {
        case CSOCKETS_UNREACHABLE:
            guard let destination = SocketAddress(notice.destination) else { return }
            unreachable.append(Unreachable(destination: destination, errorNumber: notice.error))
        case CSOCKETS_SENT:
            sendStamps.append(
                SendStamp(
                    identifier: notice.identifier, kernelNanoseconds: notice.kernel_nanoseconds.unlessMinimum,
                    hardwareNanoseconds: notice.hardware_nanoseconds.unlessMinimum))
        default: break
        }
    }
}

/// What became of a batch: offered = sent + failed + unsent.
public struct SendOutcome: Hashable, Sendable {
    public var sent = 0
    /// Refused by the system one by one: place in the batch and reason.
    public var failures: [Failure] = []
    /// Not taken because the send buffer is full.
    public var unsent = 0

    public struct Failure: Hashable, Sendable {
        public var place: Int
        public var error: SocketError
        public init(place: Int, error: SocketError) {
            self.place = place
            self.error = error
        }
    }
    public var failed: Int { failures.count }
    public var lastError: SocketError? { failures.last?.error }

    public init() {}
}
