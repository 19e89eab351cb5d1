import Collecting
import Foundation
import Metro
import STAMP
import Sockets
import Synchronization
import Telemetry

/// Probes to a reflector in a process of its own, as an instance sends them: 100 a second on each path.
struct PrecisionRun {
    private static let intervalMilliseconds = 10

    private let reflector: OwnProcess
    private let port: UInt16

    init() throws {
        reflector = try OwnProcess("--reflect")
        guard let port = UInt16(reflector.line) else { throw WrongResult("the reflector does not say its port") }
        self.port = port
    }

    /// In a process of its own, at every address of this host.
    static func reflect() throws {
        let server = try ReflectorServer(listen: .any(port: 0))
        say("\(server.localAddress.port)")
        OwnProcess.waitForEnd()
        server.stop()
    }

    /// One-way delays of both directions, nanoseconds, and our processor time for a probe, seconds.
    func measure(paths: Int, seconds: Int) throws -> (delays: [Int64], processorSecondsEach: Double) {
        let intake = DelayIntake()
        let before = ProcessorTime.own
        let dispatcher = try StampDispatcher()
        let tasks = (0..<paths).map { number in
            let path = MeasuredPath(
                id: PathID("path\(number)"), a: "a", b: "b", layer: .ip, method: .stamp, reflector: "r", clock: .shared,
                probeIntervalMilliseconds: Self.intervalMilliseconds)
            let collector = StampCollector(
                path: path, subject: UInt32(number), access: STAMPAccess(host: "127.0.0.1", port: port),
                dispatcher: dispatcher)
            return Task.detached { try? await collector.collect(into: intake) }
        }
        Thread.sleep(forTimeInterval: Double(seconds))
        for task in tasks { task.cancel() }
        let used = ProcessorTime.own - before
        let delays = intake.delays
        let probes = delays.count / 2
        let expected = seconds * 1_000 * paths / Self.intervalMilliseconds
        try check(probes > expected * 9 / 10, "\(probes) probes answered of \(expected)")
        return (delays, used / Double(probes))
    }
}

/// Keeps one-way delays.
private final class DelayIntake: Intake {
    let time: any TimeSource = SystemTime()
    private let kept = Mutex<[Int64]>([])

    var delays: [Int64] { kept.withLock { $0 } }

    func offer(_ samples: [Sample]) {
        kept.withLock { kept in
            for sample in samples where sample.metric == .delay && sample.direction != .roundTrip {
                kept.append(sample.delayNanoseconds)
            }
        }
    }
    func report(_ finding: Finding) {}
}
