import Metro

/// JSON of other collectors from its bytes into the aggregates, on one thread.
enum JSONBenchmarks {
    static func all() -> [Benchmark] {
        [row("telemetry.gnmic-event", .gnmicEvent, event), row("telemetry.telegraf-json", .telegrafJSON, telegraf)]
    }

    private static let leaves = ["in-octets", "out-octets", "in-errors", "out-errors", "in-discards", "out-discards"]
    private static let fields = [
        "ifHCInOctets", "ifHCOutOctets", "ifInErrors", "ifOutErrors", "ifInDiscards", "ifOutDiscards",
    ]

    private static func row(
        _ name: String, _ format: ExportSource.Format, _ record: @escaping @Sendable (Int, Int, Int64) -> String
    ) -> Benchmark {
        Benchmark(name) { name, effort in
            let devices = max(1, 40 / effort.divisor)
            let interfaces = 100
            let run = try StreamRun(format, TelemetryTown(devices: devices, interfacesEach: interfaces))
            let readings = devices * interfaces * leaves.count
            let messages = devices * interfaces * (format == .gnmicEvent ? leaves.count : 1)
            let counts = StreamRun.Counts(messages: messages, readings: readings, samples: readings)
            func round(_ stamp: Int64) -> (bytes: [UInt8], ends: [Int]) {
                var bytes: [UInt8] = []
                var ends: [Int] = []
                for device in 0..<devices {
                    for interface in 0..<interfaces {
                        bytes += record(device, interface, stamp).utf8
                        ends.append(bytes.count)
                    }
                }
                return (bytes, ends)
            }
            // Names are learned, and the second readings make the first rates.
            for _ in 0..<3 { _ = try run.take(round(run.nextRound()), expecting: counts) }
            let rounds = try interleaved(
                rounds: effort.rounds, [{ try run.take(round(run.nextRound()), expecting: counts) }])
            return [Measurement(name, rounds[0], unit: "M values/CPU-s", goal: .none)]
        }
    }

    private static func value(_ leaf: Int, _ interface: Int, _ stamp: Int64) -> UInt64 {
        let seconds = UInt64((stamp - StreamRun.start) / 1_000_000_000)
        return leaf < 2 ? 1 << 50 + seconds * UInt64(1_000_000 + interface) : seconds * UInt64(leaf)
    }

    /// An array for each interface, an event for each leaf, as gnmic has it.
    @Sendable private static func event(_ device: Int, _ interface: Int, _ stamp: Int64) -> String {
        let target = TelemetryTown.device(device)
        let events = leaves.enumerated().map { leaf, name in
            #"{"name":"ports","timestamp":\#(stamp),"tags":{"interface_name":"\#(TelemetryTown.interface(interface))","#
                + #""source":"\#(target):57400","subscription-name":"ports","target":"\#(target)"},"values":"#
                + #"{"openconfig:/interfaces/interface/state/counters/\#(name)":\#(value(leaf, interface, stamp))}}"#
        }
        return "[\(events.joined(separator: ","))]\n"
    }

    /// A metric for each interface.
    @Sendable private static func telegraf(_ device: Int, _ interface: Int, _ stamp: Int64) -> String {
        let values = fields.enumerated().map { "\"\($1)\":\(value($0, interface, stamp))" }.joined(separator: ",")
        return #"{"fields":{\#(values)},"name":"interface","tags":{"agent_host":"192.0.2.1","hostname":"#
            + #""\#(TelemetryTown.device(device))","ifName":"\#(TelemetryTown.interface(interface))"},"timestamp":"#
            + "\(stamp / 1_000_000_000)}\n"
    }
}
