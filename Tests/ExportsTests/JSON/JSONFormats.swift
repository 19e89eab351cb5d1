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
    guard let decoder = JSONExportDecoder(format, recordLimit: limit) else { return ReadingLog() }
    let starts = piece == .max ? [0] : Array(stride(from: 0, to: bytes.count, by: piece))
    return decoded(decoder, pieces: starts.map { Array(bytes[$0...].prefix(piece)) })
}
