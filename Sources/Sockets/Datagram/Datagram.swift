/// A datagram as it came in. Clocks are CLOCK_REALTIME and CLOCK_MONOTONIC.
public struct ReceivedDatagram: Hashable, Sendable {
    public var bytes: [UInt8]
    public var source: SocketAddress
    /// The local address that it was sent to, port 0; answer from there.
    public var localAddress: SocketAddress?
    /// When the kernel took it, wall clock, nanoseconds; `nil` where the system gives no stamp.
    public var kernelReceiveNanoseconds: Int64?
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
        kernelReceiveNanoseconds: Int64? = nil, userReceiveNanoseconds: Int64, userReceiveMonotonicNanoseconds: Int64,
        timeToLive: UInt8? = nil, trafficClass: UInt8? = nil, isTruncated: Bool = false
    ) {
        self.bytes = bytes
        self.source = source
        self.localAddress = localAddress
        self.kernelReceiveNanoseconds = kernelReceiveNanoseconds
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

/// What one read of a socket brought.
public struct Reception: Hashable, Sendable {
    public var datagrams: [ReceivedDatagram]
    public var unreachable: [Unreachable]
    /// Datagrams that the kernel threw away because the socket's receive buffer was full, since the socket was opened,
    /// modulo 2³²; 0 where nothing was read.
    public var overflow: UInt32 = 0

    public init(datagrams: [ReceivedDatagram] = [], unreachable: [Unreachable] = []) {
        self.datagrams = datagrams
        self.unreachable = unreachable
    }
    public var isEmpty: Bool { datagrams.isEmpty && unreachable.isEmpty }
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
