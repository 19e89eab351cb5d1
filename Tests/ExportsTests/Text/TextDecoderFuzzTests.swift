import Foundation
import Mapping
import Testing

@testable import Exports

/// What holds for every text format, whatever comes.
struct TextDecoderFuzzTests {
    struct Example: Sendable, CustomTestStringConvertible {
        let name: String
        let text: String
        let decoder: AnyExportDecoder
        var testDescription: String { name }
    }

    static let examples: [Example] = [
        Example(
            name: "influx",
            text: """
                # comment
                interface,agent_host=192.0.2.1,ifName=Ethernet1\\,a ifHCInOctets=18446744073709551615u,b=-1i 17

                m,ta\\ g=v text="a \\"b\\"
                c, d=1",f=1.5e3,g=t\r
                bad,line
                m f="open
                m f=0.013300656000000001 1763164800000000000
                """, decoder: .influx(InfluxDecoder(longestLineBytes: 200))),
        Example(
            name: "prometheus",
            text: """
                # HELP ifHCInOctets Octets.
                # TYPE ifHCInOctets counter
                ifHCInOctets{ifName="Ethernet1",ifAlias="to \\"b\\" \\\\ 成都"} 18446744073709551615 1763164800123
                ifHCInOctets{ ifName = "Ether
                net2" , } 1.8446744073709552e+19
                up NaN

                """, decoder: .prometheus(PrometheusDecoder())),
        Example(
            name: "openmetrics",
            text: """
                # TYPE octets_bytes counter
                # UNIT octets_bytes bytes
                octets_bytes_total{if="1"} 18446744073709551615 1763164800.123456789 # {trace="a # b"} 0.5 1.5
                # TYPE d histogram
                d_bucket{le="0.1"} 1 # {} 0.05
                d_bucket{le="+Inf"} 2
                d_count 2
                d_sum 3.5
                # TYPE s summary
                s{quantile="0.5"} NaN
                # TYPE state stateset
                state{state="on"} 1
                # EOF

                """, decoder: .openMetrics(OpenMetricsDecoder())),
        Example(
            name: "delay-csv",
            text: """
                ts_ns,src,dst,method,t_us,e_us,lost
                1763164800000000123,cd-a,cd-b,stamp,1234.567,0.25,0
                1763164800000000124,cd-a,cd-b,oduk,,,1\r
                nothing
                1763164800000000125,cd-a,cd-b,stamp,-5,1e1,false
                """, decoder: .delayCSV(DelayCSVDecoder())),
    ]

    private func same(_ left: ReadingLog, _ right: ReadingLog) -> Bool {
        left.lines == right.lines && left.delays == right.delays && left.problems == right.problems
            && left.messages == right.messages
    }

    @Test("The readings are the same wherever a stream is cut in two, and byte by byte", arguments: examples)
    func pieces(example: Example) {
        let bytes = Array(example.text.utf8)
        let whole = decoded(example.decoder, bytes)
        #expect(!whole.lines.isEmpty || !whole.delays.isEmpty)
        for cut in 0...bytes.count {
            let parts = decoded(example.decoder, pieces: [Array(bytes[..<cut]), Array(bytes[cut...])])
            #expect(same(parts, whole), "cut at \(cut): \(parts.lines) \(parts.reasons)")
        }
        #expect(same(decoded(example.decoder, pieces: bytes.map { [$0] }), whole))
    }

    @Test(
        "Three thousand seeded mutations of each format neither trap nor depend on where the stream is cut",
        arguments: examples)
    func mutations(example: Example) {
        var random = Seeded(0x5EED)
        let start = Array(example.text.utf8)
        let telling = Array(" ,=\"\\\n\r#{}.-+eiut0\t\u{0}".utf8) + [0xFF, 0x80]
        for _ in 0..<3_000 {
            var bytes = start
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                guard !bytes.isEmpty else { break }
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<5, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes[place] = telling.randomElement(using: &random)!
                case 2: bytes.insert(telling.randomElement(using: &random)!, at: place)
                case 3: bytes.removeSubrange(place..<min(bytes.count, place + 1 + place % 9))
                default:
                    let end = min(bytes.count, place + Int.random(in: 1...40, using: &random))
                    bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &random))
                }
            }
            let whole = decoded(example.decoder, bytes)
            let cut = Int.random(in: 0...bytes.count, using: &random)
            let parts = decoded(example.decoder, pieces: [Array(bytes[..<cut]), Array(bytes[cut...])])
            #expect(same(parts, whole), "cut at \(cut) of \(bytes)")
        }
    }

    @Test("Every byte is used at the end, and a body that was refused leaves nothing behind", arguments: examples)
    func ends(example: Example) {
        var decoder = example.decoder
        var log = ReadingLog(seed: SeriesSeed(high: 1, low: 2))
        let bytes = Array(example.text.utf8)
        let broken = bytes + [0xFF, 0x0A]
        #expect(decoder.decode(broken.span, isEnd: true, into: &log) == broken.count)
        let before = log
        #expect(decoder.decode(bytes.span, isEnd: true, into: &log) == bytes.count)
        let fresh = decoded(example.decoder, bytes)
        #expect(Array(log.lines.dropFirst(before.lines.count)) == fresh.lines)
        #expect(Array(log.delays.dropFirst(before.delays.count)) == fresh.delays)
    }
}
