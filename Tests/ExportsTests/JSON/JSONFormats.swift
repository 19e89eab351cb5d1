import Exports
import Mapping
import Metro

/// What a format makes of a text, delivered in pieces of `piece` bytes at most.
func readings(
    _ text: String, as format: ExportSource.Format, piece: Int = .max, limit: Int = JSONExportDecoder.recordLimit
) -> ReadingLog {
    readings(Array(text.utf8), as: format, piece: piece, limit: limit)
}

func readings(
    _ bytes: [UInt8], as format: ExportSource.Format, piece: Int = .max, limit: Int = JSONExportDecoder.recordLimit
) -> ReadingLog {
    var log = ReadingLog(seed: SeriesSeed(high: 3, low: 4))
    guard var decoder = JSONExportDecoder(format, recordLimit: limit) else { return log }
    var held: [UInt8] = []
    var at = 0
    repeat {
        let end = piece > bytes.count - at ? bytes.count : at + piece
        held += bytes[at..<end]
        at = end
        let used = decoder.decode(held.span, isEnd: at == bytes.count, into: &log)
        held.removeFirst(used)
    } while at < bytes.count
    return log
}
