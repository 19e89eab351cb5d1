import Mapping

/// One metric of an OpenMetrics body: its metadata, and the rules of its type, sample by sample.
struct MetricFamily: Sendable {
    enum Kind: String, Sendable, CaseIterable {
        case counter, gauge, histogram, gaugehistogram, stateset, info, summary, unknown

        /// What the names of samples end with (section "Data Model", by type).
        var suffixes: [String] {
            switch self {
            case .counter: ["_total", "_created"]
            case .summary: ["", "_count", "_sum", "_created"]
            case .histogram: ["_bucket", "_count", "_sum", "_created"]
            case .gaugehistogram: ["_bucket", "_gcount", "_gsum"]
            case .info: ["_info"]
            case .gauge, .stateset, .unknown: [""]
            }
        }
    }

    let name: String
    var type: Kind?
    var unit: String?
    var hasHelp = false
    private(set) var hasSamples = false

    /// The labels without those that part one metric point (`le`, `quantile`, a state).
    private var group: SeriesKey?
    private var groupStamp: Int64?
    private var groups: Set<SeriesKey> = []
    /// What the group told with its present stamp.
    private var told: Set<SeriesKey> = []
    private var histogram = HistogramRule()

    init(name: String, type: Kind? = nil) {
        self.name = name
        self.type = type
    }

    /// Its own and all that its samples may have.
    var allNames: Set<String> { Set(((type ?? .unknown).suffixes + [""]).map { name + $0 }) }

    /// What stands behind the metric's name, if a sample of that name is one of its.
    func suffix(of sample: Range<Int>, _ bytes: Span<UInt8>) -> String? {
        let length = name.utf8.count
        guard sample.count >= length, bytes.holds(name, at: sample.prefix(length)) else { return nil }
        return (type ?? .unknown).suffixes.first { bytes.holds($0, at: sample.dropFirst(length)) }
    }

    /// Whether the sample is to be taken.
    mutating func take(
        _ sample: MetricFamilies.Sample, _ suffix: String, _ bytes: Span<UInt8>, _ seed: SeriesSeed
    ) throws(FormatProblem) -> Bool {
        hasSamples = true
        let apart = try labelApart(sample, suffix, bytes)
        let isNew = try takePoint(sample, suffix, apart, bytes, seed)
        if let reason = fault(of: sample, suffix) { throw FormatProblem(line: 0, "\(name + suffix): \(reason)") }
        if type == .histogram || type == .gaugehistogram {
            let bound = apart.flatMap { Self.number(bytes, $0.value) }
            if let reason = histogram.take(suffix, bound: bound, value: sample.number) {
                throw FormatProblem(line: 0, "\(name): \(reason)")
            }
        }
        return isNew
    }

    func finish() -> String? {
        if let unit, !unit.isEmpty {
            guard name.hasSuffix("_" + unit) else { return "\(name) does not end with its unit, _\(unit)" }
            guard type != .info, type != .stateset else { return "\(name): a \(type!.rawValue) has no unit" }
        }
        return histogram.finish().map { "\(name): \($0)" }
    }

    /// The label that is no part of the metric's own, checked.
    private func labelApart(
        _ sample: MetricFamilies.Sample, _ suffix: String, _ bytes: Span<UInt8>
    ) throws(FormatProblem) -> ExpositionCursor.Label? {
        let wanted: String
        switch (type, suffix) {
        case (.stateset, _): wanted = name
        case (.histogram, "_bucket"), (.gaugehistogram, "_bucket"): wanted = "le"
        case (.summary, ""): wanted = "quantile"
        default: return nil
        }
        func problem(_ reason: String) -> FormatProblem { FormatProblem(line: 0, "\(name + suffix): \(reason)") }
        guard let label = sample.labels.first(where: { bytes.holds(wanted, at: $0.name) }) else {
            throw problem("no label `\(wanted)`")
        }
        guard type != .stateset else { return label }
        guard let number = Self.number(bytes, label.value) else {
            throw problem("found \(wanted)=\(bytes.excerpt(label.value)), expected a number, or +Inf")
        }
        if type == .summary, !(0...1).contains(number) {
            throw problem("found quantile=\(bytes.excerpt(label.value)), expected 0 to 1")
        }
        return label
    }

    /// `nil` for NaN too; infinity only as OpenMetrics writes it, `+Inf`.
    private static func number(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Double? {
        bytes.holds("+Inf", at: range) ? .infinity : DecimalNumber(bytes, range)?.double(bytes)
    }

    /// Points of one group stand together, with stamps or without, in the order of time.
    private mutating func takePoint(
        _ sample: MetricFamilies.Sample, _ suffix: String, _ apart: ExpositionCursor.Label?, _ bytes: Span<UInt8>,
        _ seed: SeriesSeed
    ) throws(FormatProblem) -> Bool {
        func problem(_ reason: String) -> FormatProblem { FormatProblem(line: 0, "\(name): \(reason)") }
        var labels = SeriesKey(high: 0, low: 0)
        var series = SeriesHash(seed)
        series.add(Array(suffix.utf8).span)
        var all = series.key
        for label in sample.labels {
            var hash = SeriesHash(seed)
            hash.add(bytes, label.name)
            hash.add(bytes, label.value)
            all = all.joined(hash.key)
            let isOwn = type != .info && label.name != apart?.name
            if isOwn { labels = labels.joined(hash.key) }
        }
        let stamp = sample.stampNanoseconds
        if group == labels {
            guard (stamp == nil) == (groupStamp == nil) else {
                throw problem("some points have a time stamp, some not")
            }
            if let stamp, let groupStamp, stamp < groupStamp, type != .info {
                throw problem("time stamps go backwards")
            }
        } else {
            guard groups.insert(labels).inserted else { throw problem("points of one label set stand apart") }
        }
        if group != labels || groupStamp != stamp {
            told.removeAll(keepingCapacity: true)
            if let reason = histogram.finish() { throw problem(reason) }
            histogram = HistogramRule()
        }
        group = labels
        groupStamp = stamp
        return told.insert(all).inserted
    }

    /// What its value or its exemplar may not be.
    private func fault(of sample: MetricFamilies.Sample, _ suffix: String) -> String? {
        let number = sample.number
        switch type {
        case .stateset where number != 0 && number != 1: return "a state is 0 or 1"
        case .info where number != 1: return "an info is 1"
        case .summary where suffix.isEmpty && number < 0: return "a quantile is not below zero"
        default: break
        }
        if ["_total", "_sum", "_count", "_bucket", "_gcount", "_gsum"].contains(suffix) {
            if number.isNaN { return "a counter is not NaN" }
            if number < 0, suffix != "_gsum" { return "a counter is not below zero" }
        }
        if ["_bucket", "_count", "_gcount"].contains(suffix), number != number.rounded() {
            return "a count is a whole number"
        }
        if sample.hasExemplar {
            let isAllowed =
                suffix == "_total" || (suffix == "_bucket" && (type == .histogram || type == .gaugehistogram))
            if !isAllowed { return "only buckets and counters have exemplars" }
        }
        return nil
    }
}

extension SeriesKey {
    /// Whatever the order.
    fileprivate func joined(_ other: SeriesKey) -> SeriesKey {
        SeriesKey(high: high &+ other.high, low: low &+ other.low)
    }
}
