import Foundation

/// Remote write, after snappy, into the aggregates, beside VictoriaMetrics taking the same requests. Of ten series eight
/// are wanted.
enum RemoteWriteBenchmarks {
    static func all() -> [Benchmark] {
        [
            Benchmark("telemetry.remote-write") { name, effort in
                let workload = RemoteWriteWorkload(devices: 200 / effort.divisor)
                let run = try StreamRun(
                    .remoteWrite,
                    TelemetryTown(devices: workload.devices, interfacesEach: RemoteWriteWorkload.interfacesEach))
                let folder = FileManager.default.temporaryDirectory.appending(path: "haomiao-\(UUID().uuidString)")
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                defer { try? FileManager.default.removeItem(at: folder) }
                var requests: (bytes: [UInt8], ends: [Int]) = ([], [])
                var sides: [() throws -> Double] = [
                    {
                        requests = workload.round(run.nextRound())
                        return try run.take(requests, expecting: workload.counts)
                    }
                ]
                if let reference = try VictoriaMetrics() {
                    sides.append {
                        var start = 0
                        let files = try requests.ends.enumerated().map { number, end in
                            let file = folder.appending(path: "\(number).snappy")
                            try Data(snappy(requests.bytes[start..<end])).write(to: file)
                            start = end
                            return file
                        }
                        let used = try reference.take(files, path: "/api/v1/write", rows: workload.samples)
                        return Double(workload.samples) / used / 1e6
                    }
                } else {
                    say("\(name): no reference, VictoriaMetrics or curl is not here")
                }
                let rounds = try interleaved(rounds: min(effort.rounds, 7), sides)
                return [
                    Measurement(
                        name, rounds[0], unit: "M samples/CPU-s",
                        reference: rounds.count > 1 ? ("VictoriaMetrics", rounds[1]) : nil)
                ]
            }
        ]
    }

    /// A block of snappy without compression: its length, then literals of up to 64 KiB.
    private static func snappy(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var block = ProtobufWriter.varint(UInt64(bytes.count))
        var rest = bytes
        while !rest.isEmpty {
            let part = rest.prefix(65_536)
            rest = rest.dropFirst(part.count)
            // A literal whose length, less one, stands in two bytes.
            block += [61 << 2, UInt8(truncatingIfNeeded: part.count - 1), UInt8((part.count - 1) >> 8)]
            block += part
        }
        return block
    }
}

/// What Prometheus sends on of snmp_exporter, 10 000 series a request.
private struct RemoteWriteWorkload {
    static let interfacesEach = 50

    let devices: Int

    private static let objects = [
        "ifHCInOctets", "ifHCOutOctets", "ifInErrors", "ifOutErrors", "ifInDiscards", "ifOutDiscards", "ifOperStatus",
        "ifHighSpeed", "ifHCInUcastPkts", "ifHCOutUcastPkts",
    ]
    private static let wanted = 8
    private static let requestInterfaces = 1_000

    private var interfaces: Int { devices * Self.interfacesEach }
    var samples: Int { interfaces * Self.objects.count }

    var counts: StreamRun.Counts {
        StreamRun.Counts(
            messages: (interfaces + Self.requestInterfaces - 1) / Self.requestInterfaces, readings: samples,
            samples: interfaces * Self.wanted)
    }

    func round(_ stamp: Int64) -> (bytes: [UInt8], ends: [Int]) {
        let seconds = UInt64((stamp - StreamRun.start) / 1_000_000_000)
        var requests: (bytes: [UInt8], ends: [Int]) = ([], [])
        var request = ProtobufWriter()
        for number in 0..<interfaces {
            for (object, name) in Self.objects.enumerated() {
                let labels = [
                    ("__name__", name), ("ifAlias", "to-core-\(number % 97)"),
                    ("ifIndex", "\(number % Self.interfacesEach + 1)"),
                    ("ifName", TelemetryTown.interface(number % Self.interfacesEach)),
                    ("instance", TelemetryTown.device(number / Self.interfacesEach)),
                ]
                request.message(1) {
                    for label in labels {
                        $0.message(1) {
                            $0.text(1, label.0)
                            $0.text(2, label.1)
                        }
                    }
                    $0.message(2) {
                        $0.double(1, value(object, number, seconds))
                        $0.number(2, UInt64(stamp / 1_000_000))
                    }
                }
            }
            if (number + 1) % Self.requestInterfaces == 0 || number + 1 == interfaces {
                requests.bytes += request.bytes
                requests.ends.append(requests.bytes.count)
                request = ProtobufWriter()
            }
        }
        return requests
    }

    private func value(_ object: Int, _ interface: Int, _ seconds: UInt64) -> Double {
        switch object {
        case 6: 1
        case 7: 400_000
        default: Double(1 << 40 + seconds * UInt64(1_000_000 + interface + object))
        }
    }
}
