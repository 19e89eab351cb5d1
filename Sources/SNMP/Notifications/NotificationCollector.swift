import Collecting
import Glibc
import Metro
import Sockets
import Synchronization

/// Listens for traps and informs on a UDP port.
public final class NotificationCollector: Collector {
    public let target: TargetDescription
    public let cadence = Cadence.continuous
    private let listen: SocketAddress
    private let loop: ReadinessLoop
    private let limits: NotificationLimits
    private let access: @Sendable () async throws -> NotificationAccess

    /// Between two looks at what was counted, nanoseconds.
    private static let reportNanoseconds: Int64 = 1_000_000_000

    /// `access` is asked at each start: secrets may have been mended, names moved.
    public init(
        listen: SocketAddress, loop: ReadinessLoop, limits: NotificationLimits = NotificationLimits(),
        access: @escaping @Sendable () async throws -> NotificationAccess
    ) {
        self.listen = listen
        self.loop = loop
        self.limits = limits
        self.access = access
        let address = Self.text(listen)
        target = TargetDescription(kind: .trap, name: address, address: address)
    }

    /// `:162` for every address.
    private static func text(_ address: SocketAddress) -> String {
        address.isAny && address.family == .ipv6 ? ":\(address.port)" : address.description
    }

    public func collect(into intake: any Intake) async throws {
        let access = try await access()
        let run: NotificationRun
        do throws(SocketError) {
            run = try NotificationRun(listen, access, limits, into: intake)
        } catch {
            throw Self.error(error, at: target.address)
        }
        let registration: ReadinessLoop.Registration
        do throws(SocketError) {
            registration = try run.register(on: loop)
        } catch {
            throw CollectorError(
                .system, "cannot listen for traps on \(target.address): \(error)",
                advice: "check the limits of this host")
        }
        defer { loop.cancel(registration) }
        intake.report(.trouble(nil))
        while true {
            run.report(address: target.address)
            try await intake.time.sleep(untilMonotonic: intake.time.monotonicNanoseconds + Self.reportNanoseconds)
        }
    }

    static func error(_ error: SocketError, at address: String) -> CollectorError {
        let advice =
            switch error.errorNumber {
            case EACCES?, EPERM?:
                "ports under 1024 need a right: run 'setcap cap_net_bind_service=+ep' on the program, or let it listen on "
                    + "another port and redirect 162 to that one"
            case EADDRINUSE?: "another program has the port (snmptrapd?): stop it, or listen on another port"
            case EADDRNOTAVAIL?: "this host does not have that address: listen on one of its own, or on all"
            default: "check collectors.traps.listen"
            }
        return CollectorError(.system, "cannot listen for traps on \(address): \(error.reason)", advice: advice)
    }
}

/// One open port, from its binding until the collector is cancelled.
private final class NotificationRun: Sendable {
    private struct State {
        var receiver: NotificationReceiver
        var reaction = NotificationReaction()
        var reported: TrapPicture?
        var problem: String?
        /// Datagrams that the kernel threw away, as the socket counts them.
        var overflow: UInt32 = 0
        var overflowed: UInt64 = 0
    }
    /// Batches read at one call of readiness, so that other sockets of the loop get their turn.
    private static let batchesAtOnce = 8

    private let socket: DatagramSocket
    private let access: NotificationAccess
    private let intake: any Intake
    private let state: Mutex<State>

    init(
        _ listen: SocketAddress, _ access: NotificationAccess, _ limits: NotificationLimits,
        into intake: any Intake
    ) throws(SocketError) {
        var options = DatagramSocket.Options()
        options.receiveBufferBytes = 8 << 20
        options.batchSize = 32
        options.maximumDatagramBytes = 65_535
        // Nobody waits for what becomes of an answer: an inform comes again.
        options.reportsUnreachable = false
        socket = try DatagramSocket(bindingTo: listen, options: options)
        self.access = access
        self.intake = intake
        state = Mutex(
            State(
                receiver: NotificationReceiver(access, limits: limits, at: intake.time.monotonicNanoseconds)))
    }

    func register(on loop: ReadinessLoop) throws(SocketError) -> ReadinessLoop.Registration {
        try loop.register(socket) { [weak self] in self?.read() }
    }

    /// Tells what was counted, where it changed.
    func report(address: String) {
        state.withLock { state in
            var picture = state.receiver.picture(address: address, at: intake.time.monotonicNanoseconds)
            picture.counters.outdated = state.reaction.outdated
            picture.counters.otherInterfaces = state.reaction.otherInterfaces
            picture.counters.overflowed = state.overflowed
            guard picture != state.reported else { return }
            state.reported = picture
            intake.report(.traps(picture))
            intake.report(.notes(access.notes + [state.problem].compactMap { $0 } + Self.floods(picture)))
        }
    }

    private static func floods(_ picture: TrapPicture) -> [String] {
        picture.sources.filter(\.isLimited).prefix(8).map { source in
            let name = source.device.map { "\($0) (\(source.address))" } ?? source.address
            return "\(name) sent \(source.lastTenSeconds) traps in \(NotificationSource.windowSeconds) s: limited"
        }
    }

    /// Samples and findings leave under the lock, in the order in which the notifications came; an intake never blocks.
    private func read() {
        state.withLock { state in
            for _ in 0..<Self.batchesAtOnce {
                do throws(SocketError) {
                    let reception = try socket.receive()
                    guard !reception.datagrams.isEmpty else { return }
                    state.overflowed &+= UInt64(reception.overflow &- state.overflow)
                    state.overflow = reception.overflow
                    take(reception.datagrams, &state)
                } catch {
                    state.problem = "the port cannot be read: \(error.reason)"
                    return
                }
            }
        }
    }

    private func take(_ datagrams: [ReceivedDatagram], _ state: inout State) {
        var replies: [OutgoingDatagram] = []
        for datagram in datagrams {
            let wall = datagram.kernelReceiveNanoseconds ?? datagram.userReceiveNanoseconds
            let actions = state.receiver.receive(
                datagram.bytes, from: datagram.source, wallNanoseconds: wall, at: intake.time.monotonicNanoseconds)
            for action in actions {
                switch action {
                case .reply(let bytes):
                    replies.append(OutgoingDatagram(bytes, to: datagram.source, from: datagram.localAddress))
                case .deliver(let notification, let device):
                    let effects = state.reaction.react(
                        to: notification, of: access.devices[device], wallNanoseconds: wall)
                    intake.offer(effects.samples)
                    for finding in effects.findings { intake.report(finding) }
                }
            }
        }
        // An answer that finds no room is lost like any datagram: the inform comes again.
        if !replies.isEmpty { _ = socket.send(replies) }
    }
}
