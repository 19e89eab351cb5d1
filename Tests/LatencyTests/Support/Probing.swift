import Collecting
import Metro
import STAMP
import Sockets

/// A collector at work on one path.
struct Probing: Sendable {
    let intake = RecordingIntake()
    private let task: Task<Void, Never>

    /// 100 probes a second between ends that share a clock.
    /// - Parameters:
    ///   - hasExtensions: the reflector knows RFC 8972.
    ///   - executor: makes its sockets; `nil`: any thread.
    init(host: String, port: UInt16, hasExtensions: Bool = false, on executor: NamespaceExecutor?) throws {
        let path = MeasuredPath(
            id: "a-b", a: "a", b: "b", layer: .ip, method: .stamp, reflector: "r", clock: .shared,
            probeIntervalMilliseconds: 10)
        let collector = StampCollector(
            path: path, subject: 0, access: STAMPAccess(host: host, port: port, hasExtensions: hasExtensions),
            dispatcher: try StampDispatcher())
        task = Task(executorPreference: executor) { [intake] in try? await collector.collect(into: intake) }
    }

    func stop() async {
        task.cancel()
        await task.value
    }
}
