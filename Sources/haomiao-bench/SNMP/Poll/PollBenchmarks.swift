import SNMP

/// Polling from the wire into the aggregates: objects a second of processor time, beside net-snmp's snmpbulkwalk, which
/// reads them and prints them.
enum PollBenchmarks {
    private static let devices = 8
    private static let pollsEachRound = 10
    /// ifXTable, all of it.
    private static let walked = ".1.3.6.1.2.1.31.1.1.1"

    static func all() -> [Benchmark] {
        [
            Benchmark("snmp.poll.v2c") { name, effort in
                try measure(
                    name, effort, .community(.wellKnown), least: 1, arguments: ["-v2c", "-c", "public"])
            },
            Benchmark("snmp.poll.v3") { name, effort in
                try measure(
                    name, effort, .user(BenchAgent.user), least: 0.6,
                    arguments: [
                        "-v3", "-l", "authPriv", "-u", "bench", "-a", "SHA-256", "-A", "authpass12345", "-x", "AES",
                        "-X", "privpass12345",
                    ])
            },
        ]
    }

    private static func measure(
        _ name: String, _ effort: Effort, _ credentials: SNMPCredentials, least: Double, arguments: [String]
    ) throws -> [Measurement] {
        let agent = try OwnProcess("--agent", String(devices))
        let ports = agent.line.split(separator: " ").compactMap { UInt16($0) }
        try check(ports.count == devices, "the agent does not say its ports")
        let run = try PollRun(ports: ports, credentials: credentials)
        // Every device is walked once.
        _ = try run.round(polls: 1)
        let polls = max(2, pollsEachRound / effort.divisor)
        let poll = { () throws -> Double in
            let (objects, processorSeconds) = try run.round(polls: polls)
            return Double(objects) / processorSeconds / 1e6
        }
        let walk = BulkWalk(arguments + ["-Cr50", "-On", "127.0.0.1:\(ports[0])", walked])
        let reference = try walk.map { walk in
            let objects = try walk.run(isCounted: true) ?? 0
            try check(objects == 19 * AgentTable.interfaces, "snmpbulkwalk printed \(objects) lines")
            return { () throws -> Double in
                let before = ProcessorTime.children
                _ = try walk.run(isCounted: false)
                return Double(objects) / (ProcessorTime.children - before) / 1e6
            }
        }
        let rounds = try interleaved(rounds: effort.rounds, [poll] + (reference.map { [$0] } ?? []))
        try run.checkOutcome()
        if reference == nil { say("\(name): snmpbulkwalk is not installed, so there is nothing to hold it against") }
        return [
            Measurement(
                name, rounds[0], unit: "M objects/CPU-s",
                reference: rounds.count > 1 ? ("snmpbulkwalk", rounds[1]) : nil,
                goal: .atLeastAndRatio(least, ratio: 2))
        ]
    }
}
