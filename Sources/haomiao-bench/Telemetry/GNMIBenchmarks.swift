/// gNMI notifications from their bytes into the aggregates, on one thread: decoder, converter, ring, aggregator.
enum GNMIBenchmarks {
    static func all() -> [Benchmark] {
        [
            row("telemetry.gnmi", .counters), row("telemetry.gnmi.wanted", .wanted),
            row("telemetry.gnmi.single", .single), row("telemetry.gnmi.json", .json),
        ]
    }

    /// Updates (in JSON: leaves) of which each is read, mapped or seen to be unmapped, and stored where it is mapped.
    private static func row(_ name: String, _ form: GNMIWorkload.Form) -> Benchmark {
        Benchmark(name) { name, effort in
            let workload = GNMIWorkload(form, devices: 40 / effort.divisor, interfacesEach: 100)
            let run = try StreamRun(.gnmiProto, TelemetryTown(devices: workload.devices, interfacesEach: 100))
            // Names are learned, and the second readings make the first rates.
            for _ in 0..<3 { _ = try run.take(workload.round(run.nextRound()), expecting: workload.counts) }
            let rounds = try interleaved(
                rounds: effort.rounds,
                [{ try run.take(workload.round(run.nextRound()), expecting: workload.counts) }])
            return [Measurement(name, rounds[0], unit: "M updates/CPU-s", goal: .atLeast(1))]
        }
    }
}
