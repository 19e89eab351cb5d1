import Mapping

/// A format whose bodies are read whole or not at all.
protocol WholeBodyDecoder: ExportDecoder {
    var body: WholeBody { get set }
    mutating func read(_ bytes: Span<UInt8>, into sink: inout some ReadingSink) throws(FormatProblem)
}

/// What such a format knows of a body that still comes.
struct WholeBody: Sendable {
    /// In streams and decoders alike; of all streams of a source together.
    static let longestBytes = 64 << 20

    let limitBytes: Int
    /// It was refused: the rest is let go.
    fileprivate var isRefused = false

    init(limitBytes: Int) { self.limitBytes = limitBytes }
}

extension WholeBodyDecoder {
    /// Waits for the end, then takes all of it; one problem takes all of it back.
    public mutating func decode(_ bytes: Span<UInt8>, isEnd: Bool, into sink: inout some ReadingSink) -> Int {
        if body.isRefused {
            body.isRefused = !isEnd
            return bytes.count
        }
        if bytes.count > body.limitBytes {
            body.isRefused = !isEnd
            sink.refuse(FormatProblem(line: 0, "the body is longer than \(body.limitBytes) bytes, left out"))
            return bytes.count
        }
        guard isEnd else { return 0 }
        sink.mark()
        do {
            try read(bytes, into: &sink)
            sink.messageEnded()
        } catch {
            sink.rollBack()
            sink.refuse(error)
        }
        return bytes.count
    }
}
