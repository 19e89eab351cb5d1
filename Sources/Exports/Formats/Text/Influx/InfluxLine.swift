import Mapping

/// One line of line protocol, as ranges of the bytes that it was read from.
struct InfluxLine: Sendable {
    enum Outcome {
        case whole
        /// Blank, or a comment.
        case nothing
        /// A text that goes on behind what there is.
        case incomplete
        case bad(String)
    }

    struct Field: Sendable {
        var name: Range<Int>
        var value: ForeignValue
    }

    /// Measurement and tags as they are written: what names the series.
    private(set) var series = 0..<0
    private(set) var fields: [Field] = []
    private(set) var stamp: Range<Int>?
    /// Where the line ends: further than its first newline, where a text has newlines in it.
    private(set) var end = 0
    /// The last search for the end of a text: whence and how far. One that begins between goes on from there; else a
    /// thousand open quotes would be a thousand searches to the end of the bytes.
    var quotes: (from: Int, end: Int)?

    private var tags: [Range<Int>] = []
    private var position = 0

    /// Texts may go on to `reach`; `isEnd`: what comes behind it does not count.
    mutating func read(_ bytes: Span<UInt8>, _ range: Range<Int>, reach: Int, isEnd: Bool) -> Outcome {
        position = range.lowerBound
        end = trimmed(bytes, range.upperBound)
        fields.removeAll(keepingCapacity: true)
        stamp = nil
        skipSpace(bytes)
        guard position < end, bytes[position] != Octet.hash else { return .nothing }
        if let reason = readSeries(bytes) { return .bad(reason) }
        skipSpace(bytes)
        while true {
            switch readField(bytes, reach: reach, isEnd: isEnd) {
            case .whole: break
            case let other: return other
            }
            guard position < end, bytes[position] == Octet.comma else { break }
            position &+= 1
        }
        let afterFields = position
        skipSpace(bytes)
        guard position < end else { return .whole }
        guard position > afterFields else {
            return .bad("found \(bytes.excerpt(position..<end)) behind a field, expected a comma or a space")
        }
        let start = position
        while position < end, bytes[position] != Octet.space { position &+= 1 }
        stamp = start..<position
        skipSpace(bytes)
        guard position == end else {
            return .bad("found \(bytes.excerpt(position..<end)) behind the time stamp, expected the end of the line")
        }
        return .whole
    }

    private func trimmed(_ bytes: Span<UInt8>, _ newline: Int) -> Int {
        newline > position && bytes[newline &- 1] == Octet.carriageReturn ? newline &- 1 : newline
    }

    private mutating func skipSpace(_ bytes: Span<UInt8>) {
        while position < end, bytes[position] == Octet.space { position &+= 1 }
    }

    /// To the next byte that is one of three and has no backslash before it.
    private mutating func advance(_ bytes: Span<UInt8>, to first: UInt8, _ second: UInt8, _ third: UInt8) {
        while position < end {
            let octet = bytes[position]
            if octet == first || octet == second || octet == third { return }
            position &+= octet == Octet.backslash && Self.isEscape(bytes, position, end) ? 2 : 1
        }
    }

    /// `measurement,key=value,…`
    private mutating func readSeries(_ bytes: Span<UInt8>) -> String? {
        tags.removeAll(keepingCapacity: true)
        let start = position
        advance(bytes, to: Octet.comma, Octet.space, Octet.space)
        guard position > start else { return "no measurement before the tags" }
        while position < end, bytes[position] == Octet.comma {
            position &+= 1
            let key = position
            advance(bytes, to: Octet.equals, Octet.comma, Octet.space)
            guard position < end, bytes[position] == Octet.equals else {
                return "found tag \(bytes.excerpt(key..<position)) without `=`"
            }
            let name = key..<position
            guard !name.isEmpty else { return "a tag without a name" }
            position &+= 1
            let value = position
            advance(bytes, to: Octet.comma, Octet.space, Octet.equals)
            guard position > value else { return "tag \(bytes.excerpt(name)) has no value" }
            guard position == end || bytes[position] != Octet.equals else {
                return "found `=` in the value of tag \(bytes.excerpt(name)), expected `\\=`"
            }
            for tag in tags where bytes.isSame(tag, name) { return "tag \(bytes.excerpt(name)) stands there twice" }
            tags.append(name)
        }
        series = start..<position
        return nil
    }

    /// `key=value`
    private mutating func readField(_ bytes: Span<UInt8>, reach: Int, isEnd: Bool) -> Outcome {
        let start = position
        advance(bytes, to: Octet.equals, Octet.comma, Octet.space)
        let name = start..<position
        guard position < end, bytes[position] == Octet.equals else {
            return .bad(name.isEmpty ? "no field" : "found field \(bytes.excerpt(name)) without `=`")
        }
        guard !name.isEmpty else { return .bad("a field without a name") }
        position &+= 1
        if position < end, bytes[position] == Octet.quote {
            return readText(bytes, name, reach: reach, isEnd: isEnd)
        }
        let value = position
        while position < end, bytes[position] != Octet.comma, bytes[position] != Octet.space { position &+= 1 }
        switch Self.value(bytes, value..<position) {
        case .success(let value):
            fields.append(Field(name: name, value: value))
            return .whole
        case .failure(let problem):
            return .bad("field \(bytes.excerpt(name)): \(problem.reason)")
        }
    }

    /// A text in quotes; it may have newlines in it.
    private mutating func readText(_ bytes: Span<UInt8>, _ name: Range<Int>, reach: Int, isEnd: Bool) -> Outcome {
        let open = position
        guard let quote = closingQuote(bytes, open &+ 1, reach) else {
            guard isEnd else { return .incomplete }
            return .bad("the text of field \(bytes.excerpt(name)) has no closing quote")
        }
        if quote >= end {
            // Only what reads on as a line is one; else the quote was never closed and others' lines follow.
            let next = quote &+ 1
            guard next < reach || isEnd else { return .incomplete }
            let isLine =
                next >= reach
                || [Octet.comma, Octet.space, Octet.newline, Octet.carriageReturn].contains(bytes[next])
            guard isLine else { return .bad("the text of field \(bytes.excerpt(name)) has no closing quote") }
            let newline = bytes.first(Octet.newline, in: min(next, reach)..<reach)
            guard newline != nil || isEnd else { return .incomplete }
            end = trimmed(bytes, newline ?? reach)
            if newline == nil, reach < bytes.count { return .bad("longer than a line may be, left out") }
        }
        position = quote &+ 1
        fields.append(Field(name: name, value: .text(Self.unescaped(bytes, open &+ 1..<quote, Self.inTexts))))
        return .whole
    }

    private mutating func closingQuote(_ bytes: Span<UInt8>, _ start: Int, _ reach: Int) -> Int? {
        var index = start
        if let quotes, quotes.from <= start, start <= quotes.end { index = quotes.end }
        while index < reach, bytes[index] != Octet.quote { index &+= bytes[index] == Octet.backslash ? 2 : 1 }
        quotes = (start, index)
        return index < reach ? index : nil
    }
}
