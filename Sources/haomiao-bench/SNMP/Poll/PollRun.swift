import Collecting
import Engine
import Foundation
import Metro
import SNMP
import Sockets
import Synchronization
import Telemetry

/// Devices polled as an instance polls them: dispatcher over UDP, collectors, lanes of the ring, a thread that drains it
/// into the aggregates. Only the pauses between the polls are left out.
final class PollRun: Sendable {
    /// Of each device's interfaces, spread over its table.
    static let interfacesEach = 1_250

    private let core: EngineCore
    private let devices: [PolledDevice]
    private let transport: CountingTransport

    init(ports: [UInt16], credentials: SNMPCredentials) throws {
        let core = EngineCore(Self.setup(ports))
        let transport = CountingTransport(SNMPDispatcher(loop: try ReadinessLoop()))
        let lanes = core.lanes
        devices = core.setup.inventory.devices.compactMap { device in
            device.snmp.map { access in
                let collector = SNMPCollector(
                    device: device, access: access, interfaces: core.subjects.interfaces(of: device.id),
                    transport: transport
                ) { credentials }
                return PolledDevice(collector, PollIntake(lanes))
            }
        }
        (self.core, self.transport) = (core, transport)
    }

    private static func setup(_ ports: [UInt16]) -> EngineSetup {
        var setup = EngineSetup.demo
        setup.source = .measured
        setup.collectors.isSimulatorEnabled = false
        setup.collectors.memoryMebibytes = 64
        let name = LocalizedName(english: "bench")
        func end(_ device: Int, _ number: Int) -> InterfaceReference {
            let row = number * (AgentTable.interfaces / interfacesEach) + 1
            return InterfaceReference(device: DeviceID("device\(device)"), name: AgentTable.interfaceName(row))
        }
        setup.inventory = Inventory(
            city: name,
            sites: [
                Site(
                    id: "site", name: name, coordinates: Coordinates(latitude: 30, longitude: 120),
                    roles: [.accessPoint(AccessPoint())])
            ],
            devices: ports.enumerated().map { number, port in
                Device(
                    id: DeviceID("device\(number)"), name: name, site: "site",
                    snmp: SNMPAccess(host: "127.0.0.1", port: port))
            },
            links: ports.indices.flatMap { device in
                stride(from: 0, to: interfacesEach, by: 2).map { number in
                    Link(
                        id: LinkID("\(device)-\(number)"), a: end(device, number), b: end(device, number + 1),
                        siteA: "site", siteB: "site", capacityBitsPerSecond: 100e9, fibreKilometres: 1)
                }
            }, paths: [], version: "bench")
        return setup
    }

    /// Polls every device so often, all at once. Objects received, and seconds of all processors that this took us.
    func round(polls: Int) throws -> (objects: Int, processorSeconds: Double) {
        let before = (transport.objects, ProcessorTime.own)
        let isOver = Atomic<Bool>(false)
        let drained = DispatchSemaphore(value: 0)
        Thread.detachNewThread { [core] in
            let time = SystemTime()
            while true {
                let wasOver = isOver.load(ordering: .acquiring)
                let turn = core.turn(
                    wallNanoseconds: time.wallNanoseconds, monotonicNanoseconds: time.monotonicNanoseconds)
                if turn.hasMore { continue }
                if wasOver { break }
                Thread.sleep(forTimeInterval: 0.005)
            }
            drained.signal()
        }
        let failure = Mutex<(any Error)?>(nil)
        let polled = DispatchSemaphore(value: 0)
        Task.detached { [devices] in
            do {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for device in devices { group.addTask { try await device.poll(polls) } }
                    try await group.waitForAll()
                }
            } catch {
                failure.withLock { $0 = error }
            }
            polled.signal()
        }
        polled.wait()
        isOver.store(true, ordering: .releasing)
        drained.wait()
        if let failure = failure.withLock({ $0 }) { throw failure }
        return (transport.objects - before.0, ProcessorTime.own - before.1)
    }

    /// Everything offered is stored, and the rates are what the agents count.
    func checkOutcome() throws {
        let ledger = core.ledger
        try check(ledger.balances && ledger.queued == 0 && ledger.dropped.total == 0, "the account: \(ledger)")
        let time = SystemTime()
        let picture = core.snapshot(
            wallNanoseconds: time.wallNanoseconds, monotonicNanoseconds: time.monotonicNanoseconds, targets: [],
            board: SubjectBoard(interfaces: core.subjects.interfaces.count, paths: 0),
            clock: ClockPicture(isSynchronised: true, errorNanoseconds: 0))
        for link in stride(from: 0, to: picture.links.count, by: 97) {
            let row = link % (Self.interfacesEach / 2) * 2 * (AgentTable.interfaces / Self.interfacesEach) + 1
            let expected = Double(AgentTable.octetsPerSecond(row, isOut: true) * 8)
            let found = picture.links[link].forward.bitsPerSecond
            try check(
                found.value.map { abs($0 / expected - 1) < 1e-3 } == true, "link \(link): \(found), not \(expected)")
        }
    }
}

/// A device and the clock that its collector goes by: between two polls a period passes at once.
private struct PolledDevice: Sendable {
    let collector: SNMPCollector
    let intake: PollIntake

    init(_ collector: SNMPCollector, _ intake: PollIntake) { (self.collector, self.intake) = (collector, intake) }

    func poll(_ count: Int) async throws {
        for _ in 0..<count {
            intake.clock.pass(nanoseconds: 30_000_000_000)
            try await collector.collect(into: intake)
        }
    }
}

private struct PollIntake: Intake {
    let lanes: CollectorLanes
    let clock = PollClock()
    init(_ lanes: CollectorLanes) { self.lanes = lanes }

    var time: any TimeSource { clock }
    func offer(_ samples: [Sample]) { lanes.offer(.snmp, samples) }
    func report(_ finding: Finding) {}
}

/// Whoever sleeps wakes at once, later.
private final class PollClock: TimeSource {
    private let now = Atomic<Int64>(0)
    var wallNanoseconds: Int64 { SystemTime().wallNanoseconds }
    var monotonicNanoseconds: Int64 { now.load(ordering: .relaxed) }
    func pass(nanoseconds: Int64) { now.wrappingAdd(nanoseconds, ordering: .relaxed) }
    func sleep(untilMonotonic deadline: Int64) async throws { now.max(deadline, ordering: .relaxed) }
}

/// Counts the variables that answers bring.
private final class CountingTransport: SNMPTransport {
    private let transport: any SNMPTransport
    private let received = Atomic<Int>(0)

    init(_ transport: any SNMPTransport) { self.transport = transport }
    var objects: Int { received.load(ordering: .relaxed) }

    func open(_ agent: SNMPAgent) async throws -> any SNMPChannel {
        Channel(channel: try await transport.open(agent), counter: self)
    }

    private struct Channel: SNMPChannel {
        let channel: any SNMPChannel
        let counter: CountingTransport

        var counters: SNMPSession.Counters { channel.counters }

        func run<Dialogue: SNMPDialogue>(
            _ dialogue: Dialogue, limitNanoseconds: Int64, observe: @escaping @Sendable (SNMPExchange) -> Void
        ) async throws -> Dialogue.Outcome {
            try await channel.run(dialogue, limitNanoseconds: limitNanoseconds) { exchange in
                if case .answered(_, _, let count, _) = exchange.result {
                    counter.received.wrappingAdd(count, ordering: .relaxed)
                }
                observe(exchange)
            }
        }
    }
}
