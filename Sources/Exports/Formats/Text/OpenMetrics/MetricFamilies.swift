import Mapping

/// What OpenMetrics asks of the lines of one metric together, and of the metrics of one body.
struct MetricFamilies: Sendable {
    enum Keyword: String {
        case help = "HELP"
        case type = "TYPE"
        case unit = "UNIT"
    }

    struct Sample {
        var name: Range<Int>
        var labels: [ExpositionCursor.Label]
        var value: ForeignValue
        var stampNanoseconds: Int64?
        var hasExemplar: Bool

        /// NaN where it is none.
        var number: Double {
            switch value {
            case .unsigned(let number): Double(number)
            case .signed(let number): Double(number)
            case .double(let number): number
            default: .nan
            }
        }
    }

    private let seed = SeriesSeed.random()
    /// Of all metrics so far, with the suffixes that their samples may have.
    private var names: Set<String> = []
    private var family: MetricFamily?

    /// Metadata of a metric; answers what is wrong with it.
    mutating func take(_ keyword: Keyword, _ name: String, _ bytes: Span<UInt8>, _ text: Range<Int>) -> String? {
        if family?.name != name {
            if let reason = finish() { return reason }
            family = MetricFamily(name: name)
        }
        guard family?.hasSamples == false else { return "\(keyword.rawValue) of \(name) behind its samples" }
        switch keyword {
        case .help:
            guard family?.hasHelp == false else { return "HELP of \(name) stands there twice" }
            family?.hasHelp = true
        case .type:
            guard family?.type == nil else { return "TYPE of \(name) stands there twice" }
            guard let type = MetricFamily.Kind(rawValue: bytes.text(text.prefix(16))), text.count <= 16 else {
                let types = MetricFamily.Kind.allCases.map(\.rawValue).joined(separator: ", ")
                return "found type \(bytes.excerpt(text)), expected one of \(types)"
            }
            family?.type = type
        case .unit:
            guard family?.unit == nil else { return "UNIT of \(name) stands there twice" }
            family?.unit = bytes.text(text)
        }
        return nil
    }

    /// A sample: whether it is to be taken, false for one that was told already; or what is wrong with it.
    mutating func take(_ sample: Sample, _ bytes: Span<UInt8>) -> Result<Bool, FormatProblem> {
        func failure(_ reason: String) -> Result<Bool, FormatProblem> { .failure(FormatProblem(line: 0, reason)) }
        var suffix = family?.suffix(of: sample.name, bytes)
        if suffix == nil {
            if let reason = finish() { return failure(reason) }
            family = MetricFamily(name: bytes.text(sample.name), type: .unknown)
            suffix = ""
        }
        guard let suffix, var current = family else { return .success(false) }
        family = nil
        defer { family = current }
        do { return .success(try current.take(sample, suffix, bytes, seed)) } catch { return .failure(error) }
    }

    /// The metric at hand is over: what is wrong with it as a whole.
    mutating func finish() -> String? {
        guard let done = family else { return nil }
        family = nil
        for name in done.allNames where !names.insert(name).inserted {
            return "\(name) belongs to two metrics, or to one that is told in two places"
        }
        return done.finish()
    }
}
