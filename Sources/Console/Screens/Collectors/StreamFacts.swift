import Metro

/// What became of a stream: its account, what it cannot use and why.
struct StreamFacts {
    let stream: StreamPicture
    let language: Language

    /// `messages 12 034   readings 240 680   samples 96 272   not mapped 144 408   lag 0.8 s`; trouble only where it is.
    var figures: [StyledText] {
        let account: [(CollectorWord, UInt64)] = [
            (.messages, stream.messages), (.readings, stream.readings), (.samples, stream.samples),
            (.unmapped, stream.unmapped),
        ]
        let trouble: [(CollectorWord, UInt64)] = [
            (.refused, stream.unusable &- stream.malformed), (.malformed, stream.malformed),
            (.lostBefore, stream.dropped),
            (.redelivered, stream.redelivered), (.pushedBack, stream.pushedBack), (.reconnects, stream.reconnects),
        ]
        var figures = account.map { figure($0.0, Figure.count(Int(clamping: $0.1))) }
        if let lag = stream.lagNanoseconds { figures.append(figure(.lag, Self.lag(lag))) }
        if let backlog = stream.backlog { figures.append(figure(.backlog, Figure.count(Int(clamping: backlog)))) }
        for (word, count) in trouble where count > 0 {
            figures.append(figure(word, Figure.count(Int(clamping: count)), Style(.warning)))
        }
        if let ahead = stream.clockAheadNanoseconds {
            figures.append(figure(.clockAhead, Figure.age(ahead), Style(.warning)))
        }
        return figures
    }

    /// `no such device × 1 200, for example pe9:Ethernet1`.
    var refusals: [String] {
        stream.refused.map { refusal in
            let count = Figure.count(Int(clamping: refusal.count))
            let example = CollectorWord.forExample(language)
            return "\(refusal.reason) × \(count)" + (refusal.example.isEmpty ? "" : ", \(example) \(refusal.example)")
        }
    }

    /// `812 ms`, `37s`.
    static func lag(_ nanoseconds: Int64) -> String {
        nanoseconds.magnitude < 1_000_000_000
            ? Figure.milliseconds(Double(nanoseconds), decimals: 0) + " ms" : Figure.age(nanoseconds)
    }

    private func figure(_ word: CollectorWord, _ value: String, _ style: Style = .text) -> StyledText {
        StyledText(word(language) + " ", .dim) + StyledText(value, style)
    }
}
