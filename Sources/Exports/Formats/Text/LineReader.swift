/// Finds the lines of a stream that comes in pieces, counts them, and lets go of one that is too long before it is whole.
struct LineReader: Sendable {
    enum Next {
        /// A line without its newline; `next` is where the one after it begins.
        case line(Range<Int>, next: Int)
        /// It is longer than `limitBytes`: refuse it once and go on at `next`.
        case tooLong(next: Int)
        /// The rest of a line that was refused.
        case skipped(next: Int)
        /// More must come first.
        case end
    }

    let limitBytes: Int
    /// Number of the line that `next` returned last, from 1; what comes after the end begins anew.
    private(set) var line = 0
    private var isSkipping = false

    init(limitBytes: Int) { self.limitBytes = limitBytes }

    mutating func next(_ bytes: Span<UInt8>, from start: Int, isEnd: Bool) -> Next {
        guard start < bytes.count else {
            if isEnd { self = LineReader(limitBytes: limitBytes) }
            return .end
        }
        let reach = isSkipping ? bytes.count : min(bytes.count, start + limitBytes + 1)
        if let newline = bytes.first(Octet.newline, in: start..<reach) {
            if isSkipping {
                isSkipping = false
                return .skipped(next: newline + 1)
            }
            line += 1
            return .line(start..<newline, next: newline + 1)
        }
        if isSkipping {
            isSkipping = !isEnd
            return .skipped(next: bytes.count)
        }
        if bytes.count - start > limitBytes {
            line += 1
            isSkipping = true
            return .tooLong(next: reach)
        }
        guard isEnd else { return .end }
        line += 1
        return .line(start..<bytes.count, next: bytes.count)
    }

    /// The line at hand went on over a newline.
    mutating func extend() { line += 1 }
    /// What comes up to the next newline belongs to a line that was refused.
    mutating func skipRest() { isSkipping = true }
}
