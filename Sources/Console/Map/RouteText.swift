import Metro

/// A change of route in words: `13:41 → +0.66 ms ≈ 135 km 97 %`.
struct RouteText {
    let change: RouteChange
    let timeNanoseconds: Int64

    /// The changes of a path's route within the hour that graphs show, newest first.
    static func lastHour(of path: PathID, _ snapshot: MetroSnapshot) -> [RouteText] {
        let begin = snapshot.timeNanoseconds &- Int64(MetroSnapshot.minutesShown) * 60_000_000_000
        return snapshot.events.compactMap { event in
            guard event.kind == .rerouted, event.subject == .path(path), event.sinceNanoseconds >= begin,
                let change = event.route
            else { return nil }
            return RouteText(change: change, timeNanoseconds: event.sinceNanoseconds)
        }
    }

    /// Whether it says something of A→B (`isForward`) or of B→A.
    func concerns(isForward: Bool) -> Bool {
        switch change.direction {
        case .forward: isForward
        case .backward: !isForward
        case .both, .roundTrip: true
        }
    }

    /// `→`, `⇄ each`, `RTT`.
    func direction(_ language: Language) -> String {
        switch change.direction {
        case .forward: "→"
        case .backward: "←"
        case .both: "⇄ " + DetailWord.each(language)
        case .roundTrip: DetailWord.roundTrip(language)
        }
    }

    /// `+0.66 ms`; microseconds below a tenth of a millisecond.
    var size: String { (change.nanoseconds > 0 ? "+" : "") + Figure.delay(change.nanoseconds) }
    /// `≈ 135 km`.
    var length: String {
        let kilometres = change.kilometres.magnitude
        return "≈ " + Figure.fixed(kilometres, decimals: kilometres < 9.95 ? 1 : 0) + " km"
    }
    /// Rounded down, so that nothing is ever certain: `97 %`.
    var confidence: String { Figure.fixed((change.confidence * 100).rounded(.down), decimals: 0) + " %" }

    /// Where it stands in the hour that graphs show, 0 … 1.
    func shareOfHour(_ snapshot: MetroSnapshot) -> Double {
        let hour = Double(MetroSnapshot.minutesShown) * 60e9
        return max(0, min(1, 1 - Double(snapshot.timeNanoseconds &- timeNanoseconds) / hour))
    }

    func time(_ snapshot: MetroSnapshot) -> String {
        Figure.timeOfDay(timeNanoseconds, offsetSeconds: snapshot.zoneOffsetSeconds, seconds: false)
    }

    /// With its time, for places that name the path.
    func text(_ snapshot: MetroSnapshot, _ language: Language) -> String {
        [time(snapshot), direction(language), size, length, confidence].joined(separator: " ")
    }
}
