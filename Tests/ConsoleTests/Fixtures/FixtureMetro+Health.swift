import Metro

extension FixtureMetro {
    static let targets: [TargetPicture] = [
        TargetPicture(
            id: "snmp/pe-dc1", kind: "snmp", address: "192.0.2.10:161", state: .healthy,
            lastAnswerNanoseconds: minutesAgo(0.18),
            lastDurationNanoseconds: 41_000_000, attempts: 120, answers: 120, nextAttemptNanoseconds: minutesAgo(-0.3),
            periodMilliseconds: 30_000,
            notes: ["ifHighSpeed in bit/s, read as such: 400GE0/14/0, 400GE0/12/0"],
            sensors: DeviceSensors(
                processorLoad: .known(0.23), processors: 4,
                temperatures: [.init(name: "CPU board", celsius: 61.5), .init(name: "Inlet \u{1B}[7m", celsius: 28)],
                timeNanoseconds: minutesAgo(1.5)),
            strays: StrayAnswers(late: 3, duplicate: 1, foreign: 2, relearned: 1)),
        TargetPicture(
            id: "snmp/pe-dc6", kind: "snmp", address: "192.0.2.60:161", state: .backingOff,
            lastAnswerNanoseconds: minutesAgo(22),
            lastDurationNanoseconds: 1_950_000_000, attempts: 131, answers: 88, timeouts: 43, retries: 43,
            consecutiveFailures: 21,
            lastError:
                "snmp/pe-dc6: no answer from 192.0.2.60:161 within 2 s, expected a GETBULK response; retried in 4 min; check that the agent runs and that the community is right",
            nextAttemptNanoseconds: minutesAgo(-4), periodMilliseconds: 30_000),
        TargetPicture(
            id: "snmp/pe-is8", kind: "snmp", address: "192.0.2.88:161", state: .failing, attempts: 6, timeouts: 6,
            retries: 6,
            consecutiveFailures: 3,
            lastError: "snmp/pe-is8: connection refused\u{1B}[2J by 192.0.2.88:161; retried in 30 s; start the agent",
            nextAttemptNanoseconds: minutesAgo(-0.5), periodMilliseconds: 30_000),
        TargetPicture(
            id: "stamp/kl7-dc6", kind: "stamp", address: "[2001:db8::60]:862", state: .starting,
            periodMilliseconds: 1_000),
        TargetPicture(
            id: "stamp/ap01-dc1", kind: "stamp", address: "192.0.2.1:862", state: .healthy,
            lastAnswerNanoseconds: minutesAgo(0.01), lastDurationNanoseconds: 660_000, attempts: 3600, answers: 3584,
            timeouts: 16,
            periodMilliseconds: 1_000, refusedSamples: 12),
        TargetPicture(
            id: "snmp/录制设备-ne8000-m8", kind: "snmp", address: "127.0.0.1:1161", state: .healthy,
            lastAnswerNanoseconds: minutesAgo(0.2), lastDurationNanoseconds: 88_000_000, attempts: 40, answers: 39,
            errors: 1,
            periodMilliseconds: 30_000, notes: ["agent clock stands still", "ifHighSpeed in bit/s on 2 rows"],
            sensors: DeviceSensors(
                processorLoad: .known(0.97), processors: 1, temperatures: [], timeNanoseconds: minutesAgo(1))),
        TargetPicture(
            id: "export/gnmic-汇聚", kind: "export", address: "nats://192.0.2.200:4222 telemetry.>", state: .healthy,
            lastAnswerNanoseconds: minutesAgo(0.02), attempts: 1, answers: 3_120, refusedSamples: 0,
            notes: ["malformed: line 12: found `}`, expected a value"], stream: stream),
        TargetPicture(
            id: "simulator/metro", kind: "simulator", address: "embedded", state: .stopped, attempts: 1, answers: 1,
            lastError: "stopped by the operator; not retried; press . to go back to live"),
    ]

    private static var stream: StreamPicture {
        var stream = StreamPicture()
        stream.messages = 12_034
        stream.bytes = 48_200_110
        stream.readings = 240_680
        stream.samples = 96_272
        stream.unmapped = 143_198
        stream.refused = [.init(reason: "no such device", count: 1_210, example: "pe9:Ethernet1/\u{1B}[1m1")]
        stream.malformed = 1
        stream.dropped = 17
        stream.redelivered = 42
        stream.pushedBack = 3
        stream.lagNanoseconds = 812_000_000
        stream.clockAheadNanoseconds = 37_000_000_000
        stream.backlog = 5_120
        return stream
    }

    static let pipeline = PipelinePicture(
        offered: 1_284_377, stored: 1_284_101, queued: 64,
        dropped: [
            .init(reason: "full", count: 12), .init(reason: "late", count: 177), .init(reason: "duplicate", count: 3),
            .init(reason: "future", count: 0), .init(reason: "invalid", count: 20),
        ], ringCapacity: 65_536, ringHighWater: 4_118,
        lanes: [
            .init(name: "snmp", offered: 84_377, refused: 0, depth: 0, highWater: 902),
            .init(name: "stamp", offered: 1_200_000, refused: 12, depth: 64, highWater: 4_118),
        ], lagNanoseconds: 12_000_000, windowsLate: 3,
        memory: .init(minutesKept: 1_440, plannedBytes: 310 << 20, budgetBytes: 1 << 30))

    static let events: [MetroEvent] = [
        MetroEvent(kind: .clockFault, severity: .unknown, subject: .path("dc1~dc6"), sinceNanoseconds: minutesAgo(1.2)),
        MetroEvent(
            kind: .nearLimit, severity: .warning, subject: .path("dc1~dc4"), sinceNanoseconds: minutesAgo(4.4),
            value: 990_285),
        MetroEvent(
            kind: .lossHigh, severity: .warning, subject: .path("ap07~dc5"), sinceNanoseconds: minutesAgo(9),
            value: 0.0147),
        MetroEvent(
            kind: .limitBreached, severity: .breach, subject: .path("dc2~dc5"), sinceNanoseconds: minutesAgo(21.3),
            value: 1_146_570),
        MetroEvent.rerouted(
            "dc2~dc5", RouteChange(direction: .forward, nanoseconds: 661_200, confidence: 0.981),
            atNanoseconds: minutesAgo(21)),
        MetroEvent(
            kind: .linkDown, severity: .breach, subject: .link("dc5-dc6"), sinceNanoseconds: minutesAgo(22.1),
            isToldByTrap: true),
        MetroEvent(
            kind: .targetLost, severity: .unknown, subject: .target("snmp/pe-dc6"), sinceNanoseconds: minutesAgo(22.1)),
        MetroEvent(
            kind: .limitBreached, severity: .breach, subject: .path("ap10~dc4"), sinceNanoseconds: minutesAgo(1_530),
            value: 1_490_000),
        MetroEvent(
            kind: .unknown, severity: .unknown, subject: .path("dc3~dc5"), sinceNanoseconds: minutesAgo(55),
            untilNanoseconds: minutesAgo(51)),
        MetroEvent(
            kind: .linkDown, severity: .breach, subject: .link("dc4-is9"), sinceNanoseconds: minutesAgo(131),
            untilNanoseconds: minutesAgo(127.5)),
    ]
}
