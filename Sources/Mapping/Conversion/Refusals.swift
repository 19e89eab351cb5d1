import Metro

/// Why one reading of a mapped series cannot be taken.
enum ReadingFault: Int, CaseIterable, Error {
    case tooManySeries
    case notANumber
    case infinite
    case negative
    case fraction
    case tooLarge
    case over32Bits
    case notNumeric
    case composite
    case unknownStatus
    case unknownSpeed
    case implausibleSpeed
    case notAnInstant
    case sameStamp
    case outOfOrder
    case toldTwice
    case ownedByOther
    case unknownPath
    case severalPaths
    case implausibleDelay
    case wrongStamp

    var text: String {
        switch self {
        case .tooManySeries: "too many series"
        case .notANumber: "not a number (NaN)"
        case .infinite: "infinite"
        case .negative: "negative"
        case .fraction: "a counter with a fraction"
        case .tooLarge: "over 64 bits"
        case .over32Bits: "a 32-bit counter over 32 bits"
        case .notNumeric: "no number"
        case .composite: "a list, an object or bytes"
        case .unknownStatus: "no state of an interface (1 to 7, UP, DOWN …)"
        case .unknownSpeed: "no speed"
        case .implausibleSpeed: "a speed that no interface has"
        case .notAnInstant: "no instant"
        case .sameStamp: "the same time stamp again"
        case .outOfOrder: "older than the newest of its series"
        case .toldTwice: "another series of the source tells the same"
        case .ownedByOther: "another source told of the interface first"
        case .unknownPath: "no path of this export between these ends"
        case .severalPaths: "several paths of this export between these ends"
        case .implausibleDelay: "a delay beyond ±1 h"
        case .wrongStamp: "a time stamp before 1970, or over 1 h ahead of our clock"
        }
    }
}

/// What was refused, by reason, with the first example of each. Bounded.
struct Refusals: Sendable {
    /// Reasons that are told apart.
    private static let most = 128
    private static let exampleLength = 160
    private static let shown = 8

    private var rows: [StreamPicture.Refusal]
    private var places: [String: Int] = [:]
    private(set) var total: UInt64 = 0
    private var newestRow = 0

    init() {
        rows = ReadingFault.allCases.map { StreamPicture.Refusal(reason: $0.text, count: 0, example: "") }
        rows.append(StreamPicture.Refusal(reason: Self.other, count: 0, example: ""))
        for (place, row) in rows.enumerated() { places[row.reason] = place }
    }

    private static let other = "other reasons"

    /// The row of a reason.
    mutating func row(_ reason: String) -> Int {
        if let place = places[reason] { return place }
        guard rows.count < Self.most else { return ReadingFault.allCases.count }
        rows.append(StreamPicture.Refusal(reason: reason, count: 0, example: ""))
        places[reason] = rows.count - 1
        return rows.count - 1
    }

    mutating func count(_ row: Int) {
        newestRow = row
        total &+= 1
        rows[row].count &+= 1
    }

    var newestReason: String { rows[newestRow].reason }

    func hasExample(_ row: Int) -> Bool { !rows[row].example.isEmpty }

    mutating func illustrate(_ row: Int, _ example: String) {
        rows[row].example = PrintableName.of(example, limit: Self.exampleLength)
    }

    /// Those with the most, the rest in one: their counts are all that was refused.
    var top: [StreamPicture.Refusal] {
        guard total > 0 else { return [] }
        let sorted = rows.filter { $0.count > 0 }.sorted { ($1.count, $0.reason) < ($0.count, $1.reason) }
        guard sorted.count > Self.shown else { return sorted }
        let rest = sorted[(Self.shown - 1)...]
        return sorted.prefix(Self.shown - 1) + [
            StreamPicture.Refusal(
                reason: Self.other, count: rest.reduce(0) { $0 &+ $1.count }, example: rest[rest.startIndex].example)
        ]
    }
}

/// Names of others, safe on a terminal.
enum PrintableName {
    static func of(_ text: String, limit: Int) -> String {
        var safe = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            guard safe.count < limit else {
                safe.append("…")
                break
            }
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
                safe.append("\u{FFFD}")
            default: safe.append(scalar)
            }
        }
        return String(safe)
    }
}
