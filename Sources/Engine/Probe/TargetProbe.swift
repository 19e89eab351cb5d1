import Collecting
import Metro
import SNMP
import STAMP
import Sockets
import Synchronization
import Telemetry

#if GNMI
    import GNMI
#endif

/// Tries every agent, reflector and gNMI server of an inventory once, for `haomiao check --probe`.
public struct TargetProbe: Sendable {
    /// What came of one target.
    public struct Outcome: Sendable {
        /// `snmp/pe1`, `stamp/probe1`.
        public var id: String
        public var address: String
        public var result: Result<Answer, CollectorError>

        public init(id: String, address: String, result: Result<Answer, CollectorError>) {
            self.id = id
            self.address = address
            self.result = result
        }
    }

    public struct Answer: Hashable, Sendable {
        public var durationNanoseconds: Int64
        /// sysName; `nil` for reflectors, and for agents that do not show it.
        public var systemName: String?
        /// sysName is none of the names that the inventory has for the device.
        public var isNamedOtherwise: Bool

        public init(durationNanoseconds: Int64, systemName: String? = nil, isNamedOtherwise: Bool = false) {
            self.durationNanoseconds = durationNanoseconds
            self.systemName = systemName
            self.isNamedOtherwise = isNamedOtherwise
        }
    }

    /// An instance, and how many paths it measures: their far ends may not even be seen from here.
    public struct Elsewhere: Hashable, Sendable {
        public var instance: InstanceID
        public var paths: Int

        public init(instance: InstanceID, paths: Int) {
            self.instance = instance
            self.paths = paths
        }
    }

    /// Targets that are tried at once.
    public static let maximumConcurrent = 64

    private let inventory: Inventory
    private let transport: any SNMPTransport
    private let prober: StampDispatcher
    private let time: any TimeSource

    /// Throws when the system gives no readiness descriptor.
    public init(_ inventory: Inventory, time: any TimeSource = SystemTime()) throws {
        try self.init(inventory, transport: SNMPDispatcher(loop: ReadinessLoop(), time: time), time: time)
    }

    init(_ inventory: Inventory, transport: any SNMPTransport, time: any TimeSource) throws {
        self.inventory = inventory
        prober = try StampDispatcher()
        self.transport = transport
        self.time = time
    }

    /// In the order of the inventory; takes as long as the slowest target's timeouts, `maximumConcurrent` at a time.
    public func outcomes() async -> [Outcome] {
        var tries: [@Sendable () async -> Outcome] = []
        for device in inventory.devices {
            if let access = device.snmp { tries.append { await agent(device, access) } }
            if let access = device.stamp, !isOthers(device.id) {
                tries.append { await reflector(device, access) }
            }
            if let access = device.gnmi { tries.append { await subscription(device, access) } }
        }
        return await withTaskGroup(of: (Int, Outcome).self) { [tries] group in
            var outcomes = [Outcome?](repeating: nil, count: tries.count)
            for (place, attempt) in tries.enumerated() {
                if place >= Self.maximumConcurrent, let (done, outcome) = await group.next() {
                    outcomes[done] = outcome
                }
                group.addTask { (place, await attempt()) }
            }
            for await (done, outcome) in group { outcomes[done] = outcome }
            return outcomes.compactMap { $0 }
        }
    }

    /// What is not tried, in the order of the instances' names.
    public var elsewhere: [Elsewhere] {
        Dictionary(grouping: inventory.paths.compactMap(\.instance)) { $0 }
            .map { Elsewhere(instance: $0, paths: $1.count) }.sorted { $0.instance.text < $1.instance.text }
    }

    /// Whether only instances at other places probe it.
    private func isOthers(_ device: DeviceID) -> Bool {
        let paths = inventory.paths.filter { $0.reflector == device }
        return !paths.isEmpty && paths.allSatisfy { $0.instance != nil }
    }

    private func agent(_ device: Device, _ access: SNMPAccess) async -> Outcome {
        let result = await Self.result {
            let agent = SNMPAgent(access, credentials: try SNMPCredentials(access.security))
            let greeting = try await SNMPGreeting.greet(agent, over: transport, time: time)
            return Answer(
                durationNanoseconds: greeting.durationNanoseconds, systemName: greeting.systemName,
                isNamedOtherwise: greeting.systemName.map { !device.isCalled($0) } ?? false)
        }
        return Outcome(
            id: "\(CollectorKind.snmp.rawValue)/\(device.id)",
            address: SocketAddress.text(host: access.host, port: access.port), result: result)
    }

    /// The sender of the paths, until its first answer or trouble: ten probes a second, so that one lost packet is none.
    private func reflector(_ device: Device, _ access: STAMPAccess) async -> Outcome {
        let path = MeasuredPath(
            id: PathID(device.id.text), a: "", b: "", layer: .ip, method: .stamp, reflector: device.id, clock: .shared,
            probeIntervalMilliseconds: 100)
        let collector = StampCollector(path: path, subject: 0, access: access, dispatcher: prober)
        let result = await Self.result {
            let first = FirstFinding(time: time)
            let probing = Task {
                do { try await collector.collect(into: first) } catch { first.end(error) }
            }
            defer { probing.cancel() }
            return Answer(durationNanoseconds: try await first.value)
        }
        return Outcome(id: collector.target.id, address: collector.target.address, result: result)
    }

    /// A gNMI server is asked for its Capabilities.
    private func subscription(_ device: Device, _ access: GNMIAccess) async -> Outcome {
        let unbuilt = UnbuiltSubscription(device.id, access)
        let result = await Self.result {
            #if GNMI
                let start = time.monotonicNanoseconds
                _ = try await GNMITransport(access).probe(time: time)
                return Answer(durationNanoseconds: time.monotonicNanoseconds - start)
            #else
                throw unbuilt.error
            #endif
        }
        return Outcome(id: unbuilt.target.id, address: unbuilt.target.address, result: result)
    }

    private static func result(_ attempt: () async throws -> Answer) async -> Result<Answer, CollectorError> {
        do {
            return .success(try await attempt())
        } catch let error as CollectorError {
            return .failure(error)
        } catch {
            return .failure(CollectorError(.system, "\(error)"))
        }
    }
}

extension Device {
    /// Whether `systemName` is this device's: its id or a name in the inventory, with or without a domain behind it.
    func isCalled(_ systemName: String) -> Bool {
        let own = [id.text, name.english, name.chinese].compactMap { $0?.lowercased() }
        let told = systemName.lowercased()
        let host = told.split(separator: ".").first.map(String.init) ?? told
        return own.contains(told) || own.contains(host)
    }
}

/// Waits for the first thing that a collector says of its target.
private final class FirstFinding: Intake {
    private enum State {
        case open
        case waiting(CheckedContinuation<Int64, any Error>)
        case known(Result<Int64, any Error>)
        case over
    }

    let time: any TimeSource
    private let state = Mutex(State.open)

    init(time: any TimeSource) { self.time = time }

    /// How long the answer took, nanoseconds; throws the trouble. To be read once.
    var value: Int64 {
        get async throws {
            try await withCheckedThrowingContinuation { continuation in
                let known: Result<Int64, any Error>? = state.withLock { state in
                    if case .known(let result) = state {
                        state = .over
                        return result
                    }
                    state = .waiting(continuation)
                    return nil
                }
                if let known { continuation.resume(with: known) }
            }
        }
    }

    func offer(_ samples: [Sample]) {}

    func report(_ finding: Finding) {
        switch finding {
        case .answered(let duration): settle(.success(duration))
        case .trouble(let error?): settle(.failure(error))
        default: break
        }
    }

    func end(_ error: any Error) { settle(.failure(error)) }

    private func settle(_ result: Result<Int64, any Error>) {
        let waiting: CheckedContinuation<Int64, any Error>? = state.withLock { state in
            switch state {
            case .open:
                state = .known(result)
                return nil
            case .waiting(let continuation):
                state = .over
                return continuation
            case .known, .over: return nil
            }
        }
        waiting?.resume(with: result)
    }
}
