import Foundation
import Metro
import Telemetry
import Testing

@testable import Engine

@Suite("Lines of the stream of an instance")
struct ProbeLineTests {
    static let samples: [Sample] = [
        .delay(
            subject: 0, direction: .forward, nanoseconds: 612_345, uncertaintyNanoseconds: 21_000,
            at: 1_790_000_000_000_000_000),
        .delay(
            subject: 9_999, direction: .backward, nanoseconds: -1_200, uncertaintyNanoseconds: 0,
            flags: [.clockShared, .clockFault], at: 1_790_000_000_500_000_001),
        .delay(
            subject: 1, direction: .roundTrip, nanoseconds: .min, uncertaintyNanoseconds: UInt64(Int64.max),
            flags: .clockUnsynchronised, at: 1_789_999_999_000_000_000),
        .lost(subject: 2, direction: .roundTrip, at: 1_790_000_000_000_000_777),
    ]

    static let lines: [ProbeLine] = {
        var account = ProbeAccount()
        account.sent = 12
        account.lostForward = 3
        var clock = PathClock(relation: .independent, own: .init(isSynchronised: true, errorNanoseconds: 800))
        clock.peer = .init(isSynchronised: false, errorNanoseconds: nil, source: "ntp")
        clock.fault = .init(kind: .drift, nanoseconds: -4, partsPerMillion: 50.5, sinceNanoseconds: 17)
        return [
            .hello(.init(version: 1, software: "haomiao 0.1.0", wallNanoseconds: 1_790_000_000_123_456_789)),
            .samples(samples, invalid: 0), .samples([], invalid: 0),
            .path(.init(path: 0, id: "a/b \"城东\"", trouble: nil, notes: [], account: nil, clock: nil)),
            .path(
                .init(
                    path: 7, id: "b", trouble: .init(code: "timeout", message: "no answer", advice: nil),
                    notes: ["one", "two"], account: account, clock: clock)),
            .heartbeat(.init(wallNanoseconds: -1, droppedSamples: .max, clock: nil)),
            .heartbeat(
                .init(
                    wallNanoseconds: 5, droppedSamples: 0,
                    clock: .init(isSynchronised: true, errorNanoseconds: 1_500, source: "ptp"))),
        ]
    }()

    @Test("What is written is what is read, and every line ends once", arguments: lines)
    func roundTrip(line: ProbeLine) {
        let bytes = line.bytes
        #expect(bytes.last == UInt8(ascii: "\n") && bytes.count { $0 == UInt8(ascii: "\n") } == 1)
        #expect(ProbeLine(Array(bytes.dropLast())) == line)
    }

    @Test("Every line is JSON for others, too", arguments: lines)
    func json(line: ProbeLine) throws {
        let object = try JSONSerialization.jsonObject(with: Data(line.bytes)) as? [String: Any]
        #expect(object?["type"] is String)
    }

    @Test("A full line of the widest samples fits the limit")
    func widest() {
        let widest = Sample.delay(
            subject: .max, direction: .roundTrip, nanoseconds: .min, uncertaintyNanoseconds: .max,
            flags: SampleFlags(rawValue: .max), at: .min)
        let line = ProbeLine.samples(Array(repeating: widest, count: ProbeLine.sampleLimit), invalid: 0)
        #expect(line.bytes.count <= ProbeLine.byteLimit)
    }

    private func read(_ text: String) -> ProbeLine? { ProbeLine(Array(text.utf8)) }

    @Test("Fields that are not known are passed over, and so are types")
    func extensions() {
        let one = Sample.delay(
            subject: 1, direction: .backward, nanoseconds: 5, uncertaintyNanoseconds: 6, flags: [], at: 103)
        #expect(
            read(
                #" { "type" : "samples", "x": {"y": [1, "]\"}", null, -2.5e3]}, "base_ns": 100, "#
                    + #""samples": [[1, 1, 3, 5, 6, 0, "new", [7]]], "z": true } "#) == .samples([one], invalid: 0))
        #expect(
            read(#"{"type":"hello","version":2,"software":"x","wall_nanoseconds":1,"more":{}}"#)
                == .hello(.init(version: 2, software: "x", wallNanoseconds: 1)))
        #expect(read(#"{"type":"news","x":1}"#) == .other)
    }

    @Test(
        "A row that no sample can be is counted, and costs no other",
        arguments: ["[-1,0,0]", "[4294967296,0,0]", "[1,3,0]", "[1,-1,0]", "[1,0,0,5,-1,0]", "[1,0,0,5,1,65536]"])
    func invalidRows(row: String) {
        let line = read(#"{"type":"samples","base_ns":1,"samples":["# + row + ",[0,0,0]]}")
        #expect(line == .samples([.lost(subject: 0, direction: .forward, at: 1)], invalid: 1))
    }

    @Test(
        "What is no line of the stream is none",
        arguments: [
            "", "{", "[]", "hello", "{}", #"{"type":1}"#, #"{"version":1,"type":"hello"}"#, #"{"type":"hello"}"#,
            #"{"type":"samples"}"#, #"{"type":"samples","samples":[[0,0,0]],"base_ns":1}"#,
            #"{"type":"samples","base_ns":1,"samples":[[0,0]]}"#,
            #"{"type":"samples","base_ns":1,"samples":[[0,0,0,1]]}"#,
            #"{"type":"samples","base_ns":1,"samples":[[0,0,0]}"#, #"{"type":"samples","base_ns":1,"samples":[]} x"#,
            #"{"type":"samples","base_ns":9223372036854775808,"samples":[]}"#,
            #"{"type":"samples","base_ns":1.5,"samples":[]}"#, #"{"type":"path","path":1}"#,
        ])
    func unreadable(text: String) {
        #expect(read(text) == nil)
    }

    @Test("No bytes trap, whatever is cut out of a line or changed in it", arguments: [1, 2, 3, 4] as [UInt64])
    func mutations(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let marks = Array("{}[]\",:-0123456789\\eE.tn\u{FF}".utf8)
        for round in 0..<4_000 {
            var bytes = Self.lines[round % Self.lines.count].bytes
            for _ in 0..<Int.random(in: 1...6, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                case 2: bytes.removeSubrange(place...)
                default: bytes.insert(marks[Int.random(in: 0..<marks.count, using: &random)], at: place)
                }
            }
            guard case .samples(let samples, _)? = ProbeLine(bytes) else { continue }
            #expect(samples.count <= ProbeLine.sampleLimit)
        }
    }

    @Test("Nesting without an end is refused, not followed")
    func nesting() {
        let deep = String(repeating: "[", count: 60_000)
        #expect(read(#"{"type":"samples","x":"# + deep) == nil)
    }
}

/// SplitMix64, so that a failing case can be repeated.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
