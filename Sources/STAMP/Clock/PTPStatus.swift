import Sockets

/// What `pmc` prints of CURRENT_DATA_SET and TIME_STATUS_NP: a name and a value a line, nanoseconds.
enum PTPStatus {
    static func parse(_ text: String) -> DaemonAnswer? {
        var offset: UInt64?
        var isPresent: Bool?
        var steps: UInt16?
        for line in text.split(whereSeparator: \.isNewline) {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard words.count == 2 else { continue }
            switch words[0] {
            // The same measured at two times, or in two forms: the larger counts.
            case "offsetFromMaster", "master_offset":
                guard let value = Double(words[1]), value.magnitude < 1e18 else { return nil }
                offset = max(offset ?? 0, UInt64(value.magnitude.rounded(.up)))
            case "gmPresent": isPresent = words[1] == "true"
            case "stepsRemoved": steps = UInt16(words[1])
            default: break
            }
        }
        guard let offset, isPresent != nil || steps != nil else { return nil }
        // A grandmaster follows nobody; what it is worth, ptp4l does not say.
        let isSynchronised = isPresent ?? true && steps ?? 1 > 0
        return DaemonAnswer(
            isSynchronised: isSynchronised, errorNanoseconds: offset, offsetNanoseconds: offset,
            source: isSynchronised ? .ptp : nil, reference: nil)
    }
}
