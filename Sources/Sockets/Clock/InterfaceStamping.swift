import CSockets

/// What an interface can stamp, as its driver says (ethtool -T).
public struct InterfaceStamping: Hashable, Sendable {
    public var name: String
    /// `nil` where the driver does not say.
    public var kinds: Kinds?
    /// N of /dev/ptpN, the hardware's clock.
    public var hardwareClock: Int?

    public struct Kinds: OptionSet, Hashable, Sendable {
        public var rawValue: UInt32
        public init(rawValue: UInt32) { self.rawValue = rawValue }

        public static let sendHardware = Kinds(rawValue: UInt32(CSOCKETS_STAMPS_SEND_HARDWARE))
        public static let sendKernel = Kinds(rawValue: UInt32(CSOCKETS_STAMPS_SEND_KERNEL))
        /// Of every packet; many cards stamp PTP's alone, which is of no use here.
        public static let receiveHardware = Kinds(rawValue: UInt32(CSOCKETS_STAMPS_RECEIVE_HARDWARE))
        public static let receiveKernel = Kinds(rawValue: UInt32(CSOCKETS_STAMPS_RECEIVE_KERNEL))
    }

    public init(name: String, kinds: Kinds?, hardwareClock: Int?) {
        self.name = name
        self.kinds = kinds
        self.hardwareClock = hardwareClock
    }

    /// Of every interface of this network namespace, at most 256.
    public static func all() throws(SocketError) -> [InterfaceStamping] {
        var raw = [csockets_stamping](repeating: csockets_stamping(), count: 256)
        let count = csockets_stampings(&raw, Int32(raw.count))
        guard count >= 0 else { throw SocketError("list interfaces", negativeErrno: count) }
        return raw.prefix(Int(count)).map(InterfaceStamping.init)
    }

    private init(_ raw: csockets_stamping) {
        name = withUnsafeBytes(of: raw.name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        hardwareClock = raw.hardware_clock >= 0 ? Int(raw.hardware_clock) : nil
        guard raw.error == 0 else {
            kinds = nil
            return
        }
        var kinds = Kinds(rawValue: raw.flags)
        if raw.receive_filters & UInt32(CSOCKETS_RECEIVE_FILTER_ALL) == 0 { kinds.remove(.receiveHardware) }
        self.kinds = kinds
    }
}
