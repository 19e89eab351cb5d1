import Glibc
import PathReference
import STAMP
import Sockets

/// A reflector on loopback, asked by one thread that keeps 512 questions on their way. A figure is answers by the
/// processor time of the reflecting thread alone: what a core can do, however fast the questions come.
enum ReflectorBenchmarks {
    static func all() -> [Benchmark] {
        [
            asked("stamp.reflector", key: nil, extensions: nil, isStateful: false, goal: .atLeast(100)),
            asked(
                "stamp.reflector.everything", key: Array("a key".utf8), extensions: ProbeExtensions(answerDSCP: 46),
                isStateful: true, goal: .none),
            bare(),
        ]
    }

    private static let answers: UInt64 = 1 << 17

    /// The reference sends the same octets back and looks at nothing.
    private static func asked(
        _ name: String, key: [UInt8]?, extensions: ProbeExtensions?, isStateful: Bool, goal: Goal
    ) -> Benchmark {
        Benchmark(name) { name, effort in
            let total = answers / UInt64(effort.divisor)
            let form = ProbeForm(key: key.flatMap { StampKey($0) }, extensions: extensions)
            let question = form.question(Self.question)
            var policy = ReflectorPolicy()
            policy.key = form.key
            policy.isStateful = isStateful
            let server = try ReflectorServer(listen: .loopback(port: 0), policy: policy)
            defer { server.stop() }
            var port: UInt16 = 0
            guard let echo = reference_echo_start(&port) else { throw WrongResult("\(name): no socket") }
            defer { reference_echo_stop(echo) }
            let rounds = try interleaved(
                rounds: effort.rounds,
                [
                    { try flood(server.localAddress.port, question, total, name) },
                    { try flood(port, question, total, name) },
                ])
            let statistics = server.statistics
            try check(
                statistics.received == statistics.reflected && statistics.unauthenticExtensions == 0,
                "\(name): \(statistics)")
            return [
                Measurement(
                    name, rounds[0], unit: "k answers/s a core, \(question.count) octets",
                    reference: ("C++ echo", rounds[1]), goal: goal)
            ]
        }
    }

    private static func flood(_ port: UInt16, _ question: [UInt8], _ total: UInt64, _ name: String) throws -> Double {
        // The asking thread stays on its core; the scheduler gives the other to who answers.
        try pinned(core: reference_producer_core(0)) {
            let before = processSeconds
            let flood = reference_flood(port, question, question.count, total)
            try check(flood.answers >= total, "\(name): \(flood.answers) of \(total) answers came")
            return Double(flood.answers) / (processSeconds - before - flood.cpu_seconds) / 1e3
        }
    }

    /// Of all threads of this process.
    private static var processSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static let question = SenderPacket(
        sequence: 1, timestamp: StampTimestamp(wallNanoseconds: 1_800_000_000_000_000_000),
        errorEstimate: ErrorEstimate(isSynchronised: true, nanoseconds: 1_000))

    /// The reflector without a socket.
    private static func bare() -> Benchmark {
        Benchmark("stamp.reflector.bare") { name, effort in
            var reflector = Reflector()
            let clock = Reflector.Clock(isSynchronised: true, errorNanoseconds: 1_000)
            let datagram = ReceivedDatagram(
                bytes: question.bytes, source: .loopback(port: 1), kernelReceiveNanoseconds: 1,
                userReceiveNanoseconds: 1, userReceiveMonotonicNanoseconds: 1, timeToLive: 64, trafficClass: 0)
            let total = 1 << 22 / effort.divisor
            var octets = 0
            let rounds = try interleaved(
                rounds: effort.rounds,
                [
                    {
                        pinned(core: reference_consumer_core()) {
                            rate(total) {
                                for _ in 0..<total {
                                    guard var answer = reflector.answer(datagram, clock: clock) else { continue }
                                    reflector.setTransmit(
                                        &answer, nanoseconds: 2, sendingNanoseconds: 10_000, clock: clock)
                                    octets &+= answer.bytes.count
                                }
                            }
                        }
                    }
                ])
            try check(octets == 44 * total * (effort.rounds + 1), "\(name): \(octets) octets were answered")
            return [Measurement(name, rounds[0], unit: "M answers/s")]
        }
    }
}
