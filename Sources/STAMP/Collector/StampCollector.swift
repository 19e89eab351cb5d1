import Collecting
import Metro
import Sockets

/// Measures one path against one reflector, continuously: `stamp/PATH`.
///
/// While the reflector refuses or is silent it goes on probing and reports trouble; it throws only where there is
/// nothing to probe: the name does not resolve, or the system has no socket.
/// Where a bound of probes is given it returns when all of them are decided.
public struct StampCollector: Collector {
    public let target: TargetDescription
    public let cadence = Cadence.continuous

    private let subject: UInt32
    private let access: STAMPAccess
    private let clock: ClockRelation
    private let intervalNanoseconds: Int64
    private let guaranteedFloorNanoseconds: Int64
    private let dscp: UInt8
    private let probeBytes: Int
    private let dispatcher: StampDispatcher
    private let timeoutNanoseconds: Int64
    private let count: UInt64?
    private let observer: ProbeObserver?

    /// A name that has been in trouble for so long is looked up again: the reflector may have moved.
    static let lookUpAgainNanoseconds: Int64 = 60_000_000_000

    /// - Parameters:
    ///   - path: its probe interval, marking and clock relation are used, its id names the target.
    ///   - subject: the path's dense index.
    ///   - access: of the device that reflects.
    ///   - guaranteedFloorNanoseconds: no true delay of either direction is below it; 0 where nothing is guaranteed.
    ///   - dispatcher: sends and receives for many collectors.
    ///   - timeoutNanoseconds: RFC 7680's threshold; `indicators.md` §3 sets 3 s.
    ///   - count: how many probes are sent in all; `nil`: no end. Those that a host's first address refuses from the
    ///     start, where it has others, do not count.
    ///   - observer: is told what becomes of each probe. Under a lock: it must not block.
    public init(
        path: MeasuredPath, subject: UInt32, access: STAMPAccess, guaranteedFloorNanoseconds: Int64 = 0,
        dispatcher: StampDispatcher, timeoutNanoseconds: Int64 = 3_000_000_000, count: UInt64? = nil,
        observer: ProbeObserver? = nil
    ) {
        target = TargetDescription(
            kind: .stamp, name: path.id.text, address: SocketAddress.text(host: access.host, port: access.port))
        self.subject = subject
        self.access = access
        clock = path.clock
        intervalNanoseconds = Int64(min(max(path.probeIntervalMilliseconds, 10), 60_000)) * 1_000_000
        self.guaranteedFloorNanoseconds = guaranteedFloorNanoseconds
        dscp = path.dscp
        probeBytes = path.probeBytes ?? 0
        self.dispatcher = dispatcher
        self.timeoutNanoseconds = timeoutNanoseconds
        self.count = count
        self.observer = observer
    }

    public func collect(into intake: any Intake) async throws {
        var legacy = ProbeLegacy(
            StampHealth(
                subject: subject, address: target.address, port: access.port,
                intervalNanoseconds: intervalNanoseconds, timeoutNanoseconds: timeoutNanoseconds,
                startMonotonicNanoseconds: SystemClock.monotonicNanoseconds))
        let form = try form()
        let isNumeric = SocketAddress(numericHost: access.host, port: access.port) != nil
        while true {
            let addresses = try await resolve()
            let hasOthers = addresses.count > 1
            for (place, address) in addresses.enumerated() {
                do {
                    let before = legacy.sent
                    legacy = try await dispatcher.run(
                        parameters(for: address, form), dscp: dscp, after: legacy, into: intake, observer: observer
                    ) { health, now in
                        guard !isNumeric, let since = health.troubleSince else { return false }
                        // localhost is ::1 and 127.0.0.1: where the first refuses from the start, the second may not.
                        if hasOthers, health.isRefused, !health.hasAnswered { return true }
                        return now - since > Self.lookUpAgainNanoseconds
                    }
                    let isFutile = legacy.health.isRefused && !legacy.health.hasAnswered
                    if isFutile, place + 1 < addresses.count {
                        legacy.sent = before
                    } else if legacy.isComplete {
                        return
                    }
                } catch let error as SocketError {
                    throw Self.system(error)
                }
            }
        }
    }

    private func resolve() async throws -> [SocketAddress] {
        do {
            let found = try await SocketAddress.resolve(host: access.host, port: access.port)
            guard !found.isEmpty else {
                throw SocketError("resolve", subject: access.host, cause: .address(expected: "an address"))
            }
            return found
        } catch let error as SocketError {
            throw CollectorError(
                .system, "cannot find \(target.address): \(error.reason)",
                advice: "check the host of the reflector and this host's name service")
        }
    }

    /// The key is read when a run begins: where it cannot be, the collector is tried again as after any failure.
    private func form() throws(CollectorError) -> ProbeForm {
        var form = ProbeForm(size: probeBytes)
        if let reference = access.key {
            guard let key = StampKey(try reference.read().bytes) else {
                throw CollectorError(
                    .secret, "the key of \(target.address) cannot be used: HMAC-SHA-256 is not available",
                    advice: "check this host's OpenSSL")
            }
            form.key = key
        }
        if access.hasExtensions { form.extensions = ProbeExtensions(answerDSCP: dscp == 0 ? nil : dscp) }
        return form
    }

    private func parameters(for address: SocketAddress, _ form: ProbeForm) -> StampSession.Parameters {
        var parameters = StampSession.Parameters(
            subject: subject, peer: address, clock: clock, intervalNanoseconds: intervalNanoseconds)
        parameters.timeoutNanoseconds = timeoutNanoseconds
        parameters.count = count
        parameters.guaranteedFloorNanoseconds = guaranteedFloorNanoseconds
        parameters.form = form
        if access.hasExtensions { parameters.ssid = .random(in: 1 ... .max) }
        return parameters
    }

    private static func system(_ error: SocketError) -> CollectorError {
        CollectorError(.system, error.description, advice: "check this host's limits of open files and its addresses")
    }
}
