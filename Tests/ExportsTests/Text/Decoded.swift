import Mapping

@testable import Exports

/// What a decoder makes of a text.
func decoded(_ decoder: some ExportDecoder, _ text: String) -> ReadingLog { decoded(decoder, Array(text.utf8)) }

func decoded(_ decoder: some ExportDecoder, _ bytes: [UInt8]) -> ReadingLog {
    decoded(decoder, pieces: [bytes])
}

/// The same in pieces, the way a transport brings them: what was not used comes again.
func decoded(_ start: some ExportDecoder, pieces: [[UInt8]]) -> ReadingLog {
    var decoder = start
    var log = ReadingLog(seed: SeriesSeed(high: 1, low: 2))
    var rest: [UInt8] = []
    for (index, piece) in pieces.enumerated() {
        rest += piece
        let used = decoder.decode(rest.span, isEnd: index == pieces.count - 1, into: &log)
        rest.removeFirst(used)
    }
    return log
}

extension ReadingLog {
    /// `group{tags} field = value @ stamp`, a line for each.
    var lines: [String] {
        entries.map { entry in
            "\(entry.series) = \(entry.value)" + (entry.stampNanoseconds.map { " @ \($0)" } ?? "")
        }
    }
    var reasons: [String] { problems.map(\.description) }
}

/// The same every time: xorshift.
struct Seeded: RandomNumberGenerator {
    var state: UInt64
    init(_ seed: UInt64) { state = seed | 1 }
    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
