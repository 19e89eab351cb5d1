import Mapping
import Testing

@testable import Exports

struct GNMIProtoDecoderTests {
    private static let counters = GNMIPath(
        elements: [
            .init("interfaces"), .init("interface", keys: [.init("name", "Ethernet1")]), .init("state"),
            .init("counters"),
        ])

    @Test("Updates are told below their prefix, with its stamp, as gnmic names them")
    func updates() {
        let log = decoded(
            GNMIProtoDecoder(),
            GNMIMessage.notification(prefix: Self.counters) {
                $0.update("in-octets") { $0.number(3, .max) }
                $0.update("out-octets") { $0.number(3, 7) }
            })
        #expect(
            log.lines == [
                #"{interface_name="Ethernet1"} /interfaces/interface/state/counters/in-octets"#
                    + " = unsigned(18446744073709551615) @ 1700000000000000001",
                #"{interface_name="Ethernet1"} /interfaces/interface/state/counters/out-octets"#
                    + " = unsigned(7) @ 1700000000000000001",
            ])
        #expect(log.messages == 1)
        #expect(log.reasons.isEmpty)
    }

    @Test("Each kind of value keeps what it is", arguments: TypedValueCase.all)
    func values(sample: TypedValueCase) {
        let log = decoded(
            GNMIProtoDecoder(), GNMIMessage.notification { $0.update("/x") { $0.raw(sample.encoded) } })
        #expect(log.entries.map(\.value) == [sample.value], "\(sample.name)")
    }

    @Test("Of several values of one oneof the last counts")
    func lastValue() {
        let log = decoded(
            GNMIProtoDecoder(),
            GNMIMessage.notification {
                $0.update("/x") {
                    $0.text(1, "first")
                    $0.number(3, 2)
                }
            })
        #expect(log.entries.map(\.value) == [.unsigned(2)])
    }

    @Test("JSON and JSON_IETF come apart into leaves, and numbers in text keep their 64 bits", arguments: [10, 11])
    func json(field: UInt64) {
        let log = decoded(
            GNMIProtoDecoder(),
            GNMIMessage.notification(prefix: GNMIPath(target: "pe1", elements: Self.counters.elements)) {
                $0.update("") {
                    $0.text(field, #"{"oc-if:in-octets":"18446744073709551615","out":{"octets":9007199254740993}}"#)
                }
            })
        #expect(
            log.entries.map(\.series.field) == [
                "/interfaces/interface/state/counters/in-octets", "/interfaces/interface/state/counters/out/octets",
            ])
        #expect(log.entries.map(\.value) == [.text("18446744073709551615"), .unsigned(9_007_199_254_740_993)])
        #expect(
            log.entries.first?.series.tags == [.init("interface_name", "Ethernet1"), .init("target", "pe1")])
    }

    @Test("A JSON value that is none is refused alone, with its path")
    func badJSON() {
        let log = decoded(
            GNMIProtoDecoder(),
            GNMIMessage.notification {
                $0.update("/a") { $0.text(11, "{") }
                $0.update("/b") { $0.number(3, 1) }
            })
        #expect(log.reasons == ["the JSON value of /a: line 1: column 2: found the end within a value"])
        #expect(log.entries.map(\.series.field) == ["/b"])
    }

    @Test("Without a time stamp there is none, whichever way it is left out")
    func noStamp() {
        let log = decoded(
            GNMIProtoDecoder(), GNMIMessage.notification(stamp: 0) { $0.update("/a") { $0.number(3, 1) } })
        #expect(log.entries.map(\.stampNanoseconds) == [nil])
    }

    @Test("Origin and target are tags; the prefix's win")
    func originAndTarget() {
        let log = decoded(
            GNMIProtoDecoder(),
            GNMIMessage.notification(prefix: GNMIPath(origin: "openconfig", target: "pe1")) {
                $0.update("native:/a") { $0.number(3, 1) }
            })
        #expect(log.entries.first?.series.tags == [.init("origin", "openconfig"), .init("target", "pe1")])
    }

    @Test("Paths of gNMI before 0.4 are read from their text")
    func oldPaths() {
        let log = decoded(
            GNMIProtoDecoder(),
            WireWriter.message {
                $0.message(1) {
                    $0.message(2) { for text in ["interfaces", "interface[name=Et1/1]"] { $0.text(1, text) } }
                    $0.message(4) {
                        $0.message(1) { $0.text(1, "state") }
                        $0.message(2) {
                            $0.text(1, #"{"mtu":1500}"#)
                            $0.number(2, 4)
                        }
                    }
                }
            })
        #expect(log.lines == [#"{interface_name="Et1/1"} /interfaces/interface/state/mtu = unsigned(1500)"#])
    }

    @Test(
        "The value before TypedValue is read by its encoding",
        arguments: [(0, .unsigned(5)), (4, .unsigned(5)), (3, .text("5")), (1, .composite), (2, .composite)]
            as [(UInt64, ForeignValue)])
    func oldValues(encoding: UInt64, expected: ForeignValue) {
        let log = decoded(
            GNMIProtoDecoder(),
            GNMIMessage.notification {
                $0.message(4) {
                    $0.path(1, GNMIPath(elements: [.init("x")]))
                    $0.message(2) {
                        $0.text(1, "5")
                        if encoding > 0 { $0.number(2, encoding) }
                    }
                }
            })
        #expect(log.entries.map(\.value) == [expected])
    }

    @Test("Deletes come before the updates of their notification, whatever stands first")
    func deletes() {
        var order = OrderLog()
        var decoder = GNMIProtoDecoder()
        let bytes = GNMIMessage.notification(prefix: GNMIPath("/interfaces")) {
            $0.update("interface[name=a]/x") { $0.number(3, 1) }
            $0.delete("interface[name=a]")
            $0.delete("interface[name=*]/y")
        }
        _ = decoder.decode(bytes.span, isEnd: true, into: &order)
        #expect(
            order.lines == [
                #"delete {interface_name="a"} /interfaces/interface"#, "delete /interfaces/interface/y",
                #"take {interface_name="a"} /interfaces/interface/x"#,
            ])
    }

    @Test("An atomic notification takes away all that was under its prefix, then tells it anew")
    func atomic() {
        var order = OrderLog()
        var decoder = GNMIProtoDecoder()
        let bytes = GNMIMessage.notification(prefix: GNMIPath("/a[k=1]"), isAtomic: true) {
            $0.update("b") { $0.number(3, 1) }
        }
        _ = decoder.decode(bytes.span, isEnd: true, into: &order)
        #expect(order.lines == [#"delete {a_k="1"} /a"#, #"take {a_k="1"} /a/b"#])
    }

    @Test("What the target merged is counted as lost")
    func duplicates() {
        let log = decoded(
            GNMIProtoDecoder(),
            GNMIMessage.notification {
                $0.update("/a", duplicates: 3) { $0.number(3, 1) }
                $0.update("/b", duplicates: 4) { $0.number(3, 1) }
            })
        #expect(log.lost == 7)
    }

    @Test("The number of merged values has 32 bits, as in gnmi.proto; more bits on the wire are passed over")
    func endlessDuplicates() {
        let log = decoded(
            GNMIProtoDecoder(),
            GNMIMessage.notification { $0.update("/a", duplicates: .max) { $0.number(3, 1) } })
        #expect(log.lost == UInt64(UInt32.max))
    }

    @Test("The end of the first telling is known; an old error is told of")
    func otherResponses() {
        var decoder = GNMIProtoDecoder()
        var log = ReadingLog()
        for message in [GNMIMessage.synchronisation, WireWriter.message { $0.number(3, 0) }] {
            _ = decoder.decode(message.span, isEnd: true, into: &log)
        }
        #expect(decoder.synchronisations == 1)
        let error = decoded(
            decoder,
            WireWriter.message {
                $0.message(4) {
                    $0.number(1, 3)
                    $0.text(2, "no such path")
                }
            })
        #expect(error.reasons == ["the target tells of an error, code 3: no such path"])
        #expect(error.messages == 1)
    }

    @Test("Extensions, aliases and fields of tomorrow are gone over")
    func unknownFields() {
        let log = decoded(
            GNMIProtoDecoder(),
            WireWriter.message {
                $0.message(5) { $0.message(1) { $0.number(1, 1) } }
                $0.message(1) {
                    $0.text(3, "alias")
                    $0.fixed64(99, 1)
                    $0.update("/a") { $0.number(3, 1) }
                }
            })
        #expect(log.entries.count == 1)
        #expect(log.reasons.isEmpty)
    }

    @Test("A message that cannot be read is refused as a whole, with byte and field")
    func malformed() {
        let good = GNMIMessage.notification { $0.update("/a") { $0.number(3, 1) } }
        let log = decoded(GNMIProtoDecoder(), good + [0x0A, 0x02, 0x22])
        #expect(log.entries.isEmpty)
        #expect(log.reasons == ["byte \(good.count + 1), SubscribeResponse field 1: 2 bytes announced, 1 are there"])
        let path = decoded(
            GNMIProtoDecoder(), WireWriter.message { $0.message(1) { $0.message(4) { $0.bytes(1, [0x1A, 0x05]) } } })
        #expect(path.reasons == ["byte 7, Path field 3: 5 bytes announced, 0 are there"])
        #expect(path.entries.isEmpty)
    }

    @Test("The same path in one piece and in two is the same series")
    func split() {
        let whole = GNMIMessage.notification { $0.update("/a[k=1]/b") { $0.number(3, 1) } }
        let parts = GNMIMessage.notification(prefix: GNMIPath("/a[k=1]")) { $0.update("b") { $0.number(3, 2) } }
        var log = ReadingLog()
        var decoder = GNMIProtoDecoder()
        for bytes in [whole, parts] { _ = decoder.decode(bytes.span, isEnd: true, into: &log) }
        #expect(log.entries.count == 2)
        #expect(log.entries[0].series == log.entries[1].series)
    }

    @Test("No message traps it, whatever was done to it, and every one is told of")
    func mutations() {
        let originals = [
            GNMIMessage.notification(prefix: Self.counters, isAtomic: true) {
                $0.update("in-octets") { $0.number(3, .max) }
                $0.update("x[k=1]") { $0.text(11, #"{"a":[1,{"b":2}],"c":"d"}"#) }
                $0.delete("interface[name=*]/y")
                for sample in TypedValueCase.all { $0.update("/v") { $0.raw(sample.encoded) } }
            },
            GNMIMessage.notification { $0.update("/x") { $0.number(3, 1) } }, GNMIMessage.synchronisation,
        ]
        var random = SeededMutation(7)
        var log = ReadingLog(seed: SeriesSeed(high: 1, low: 2))
        var decoder = GNMIProtoDecoder()
        for round in 1...5_000 {
            let bytes = random.mutate(originals[round % originals.count])
            #expect(decoder.decode(bytes.span, isEnd: true, into: &log) == bytes.count)
            #expect(log.messages == round)
        }
        #expect(log.problems.count > 500)
        #expect(log.entries.count > 500)
    }
}

/// A TypedValue and what it is.
struct TypedValueCase: Sendable, CustomTestStringConvertible {
    let name: String
    let value: ForeignValue
    let encoded: [UInt8]
    var testDescription: String { name }

    init(_ name: String, _ value: ForeignValue, _ fill: (inout WireWriter) -> Void) {
        self.name = name
        self.value = value
        encoded = WireWriter.message(fill)
    }

    static func decimal(_ digits: Int64, _ precision: UInt64, _ value: ForeignValue) -> Self {
        Self("decimal \(digits)e-\(precision)", value) {
            $0.message(7) {
                $0.number(1, signed: digits)
                $0.number(2, precision)
            }
        }
    }

    static let all: [Self] = [
        Self("string", .text("UP")) { $0.text(1, "UP") },
        Self("string that is not UTF-8", .text("A\u{FFFD}")) { $0.bytes(1, [0x41, 0xBA]) },
        Self("int", .signed(-2)) { $0.number(2, signed: -2) },
        Self("uint", .unsigned(18_446_744_073_709_551_615)) { $0.number(3, .max) },
        Self("bool", .boolean(true)) { $0.number(4, 1) },
        Self("bytes", .composite) { $0.bytes(5, [1]) },
        Self("float", .double(20.399999618530273)) { $0.float(6, 20.4) },
        Self("float, infinite", .double(-.infinity)) { $0.float(6, -.infinity) },
        decimal(-1234, 2, .double(-12.34)), decimal(12, 0, .signed(12)), decimal(0, 0, .signed(0)),
        decimal(.max, 18, .double(9.223372036854775807)),
        Self("leaf list", .composite) { $0.message(8) { $0.message(1) { $0.number(3, 1) } } },
        Self("any", .composite) { $0.message(9) { $0.text(1, "type.example/x") } },
        Self("JSON", .unsigned(5)) { $0.text(10, "5") },
        Self("JSON_IETF", .text("5")) { $0.text(11, #""5""#) },
        Self("ASCII", .text("5 dBm")) { $0.text(12, "5 dBm") },
        Self("protobuf", .composite) { $0.bytes(13, [8, 1]) },
        Self("double", .double(0.1)) { $0.double(14, 0.1) },
        Self("none", .composite) { _ in },
    ]
}

/// Takings and deletes in the order in which they came.
private struct OrderLog: ReadingSink {
    let seed = SeriesSeed(high: 1, low: 2)
    var lines: [String] = []
    private var series: [ForeignSeries] = []

    mutating func place(of key: SeriesKey, _ describe: () -> ForeignSeries) -> Int {
        series.append(describe())
        return series.count - 1
    }
    mutating func take(_ place: Int, _ value: ForeignValue, stampNanoseconds stamp: Int64?) {
        lines.append("take \(series[place])")
    }
    mutating func delete(under path: ForeignSeries) { lines.append("delete \(path)") }
    mutating func take(_ delay: ForeignDelay) {}
    mutating func refuse(_ problem: FormatProblem) { lines.append("refuse \(problem)") }
    mutating func lose(_ readings: UInt64) {}
    mutating func messageEnded() {}
    mutating func mark() {}
    mutating func rollBack() {}
}
