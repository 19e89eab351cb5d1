import Collecting
import Foundation
import Metro
import STAMP
import Sockets
import Synchronization
import Telemetry

/// Paths to as many addresses of this host, all of a reflector in a process of its own.
final class SenderRun {
    let paths: Int
    /// What the process grew by when the paths had been at work for a while, octets.
    let growthBytes: Int
    private let reflector: OwnProcess
    private let intake = CountingIntake()
    private var tasks: [Task<Void, Never>] = []

    init(paths: Int, intervalMilliseconds: Int) throws {
        self.paths = paths
        reflector = try OwnProcess("--reflect")
        guard let port = UInt16(reflector.line) else { throw WrongResult("the reflector does not say its port") }
        let dispatcher = try StampDispatcher()
        let before = try ResidentMemory.bytes()
        for number in 0..<paths {
            let path = MeasuredPath(
                id: PathID("path\(number)"), a: "a", b: "b", layer: .ip, method: .stamp, reflector: "r", clock: .shared,
                probeIntervalMilliseconds: intervalMilliseconds)
            let host = "127.\(1 + number >> 16).\(number >> 8 & 0xFF).\(number & 0xFF)"
            let collector = StampCollector(
                path: path, subject: UInt32(number), access: STAMPAccess(host: host, port: port),
                dispatcher: dispatcher)
            let intake = intake
            tasks.append(Task.detached { try? await collector.collect(into: intake) })
        }
        // A turn of every path, and the warm-up of what they share.
        Thread.sleep(forTimeInterval: Double(2 * intervalMilliseconds) / 1_000 + 1)
        growthBytes = try ResidentMemory.bytes() - before
    }

    deinit { for task in tasks { task.cancel() } }

    struct Figures {
        /// Probes answered.
        var answered: Int
        /// All threads of this process.
        var processorSeconds: Double
        var seconds: Double
    }

    func measure(seconds: Double) -> Figures {
        let answers = intake.answered
        let (processor, clock) = (ProcessorTime.own, ContinuousClock.now)
        Thread.sleep(forTimeInterval: seconds)
        return Figures(
            answered: intake.answered - answers,
            processorSeconds: ProcessorTime.own - processor,
            seconds: (ContinuousClock.now - clock).inSeconds)
    }
}

/// Counts answers by their round trips.
private final class CountingIntake: Intake {
    let time: any TimeSource = SystemTime()
    private let delays = Atomic<Int>(0)

    var answered: Int { delays.load(ordering: .relaxed) }

    func offer(_ samples: [Sample]) {
        for sample in samples where sample.direction == .roundTrip && sample.metric == .delay {
            delays.wrappingAdd(1, ordering: .relaxed)
        }
    }
    func report(_ finding: Finding) {}
}
