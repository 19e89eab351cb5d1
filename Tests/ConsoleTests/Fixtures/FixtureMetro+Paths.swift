import Metro

extension FixtureMetro {
    /// What one path of the fixture shows.
    struct PathRow {
        var a: String
        var b: String
        var layer: NetworkLayer
        /// Median, microseconds, A→B and B→A.
        var forward: Double
        var backward: Double
        var trouble: Trouble = .none
        var kilometres: Double
    }
    enum Trouble: Hashable {
        case none, reroute, gaps, clockFault, unsynchronised, noAnswer, allLost, stale, lossy, outlier, starting
    }

    static let pathTable: [PathRow] = [
        PathRow(a: "dc1", b: "dc2", layer: .optical, forward: 215, backward: 222, kilometres: 17),
        PathRow(a: "dc1", b: "dc3", layer: .optical, forward: 372, backward: 366, trouble: .outlier, kilometres: 30),
        PathRow(a: "dc1", b: "dc4", layer: .optical, forward: 951, backward: 940, kilometres: 27),
        PathRow(a: "dc1", b: "dc5", layer: .optical, forward: 380, backward: 391, kilometres: 38),
        PathRow(a: "dc1", b: "dc6", layer: .optical, forward: 430, backward: 428, trouble: .clockFault, kilometres: 42),
        PathRow(a: "dc2", b: "dc3", layer: .optical, forward: 231, backward: 229, kilometres: 18),
        PathRow(a: "dc2", b: "dc4", layer: .optical, forward: 512, backward: 505, trouble: .gaps, kilometres: 44),
        PathRow(a: "dc2", b: "dc5", layer: .optical, forward: 1102, backward: 436, trouble: .reroute, kilometres: 52),
        PathRow(a: "dc2", b: "dc6", layer: .optical, forward: 402, backward: 410, kilometres: 40),
        PathRow(a: "dc3", b: "dc4", layer: .optical, forward: 905, backward: 915, kilometres: 57),
        PathRow(a: "dc3", b: "dc5", layer: .ip, forward: 780, backward: 771, trouble: .unsynchronised, kilometres: 60),
        PathRow(a: "dc3", b: "dc6", layer: .optical, forward: 282, backward: 288, kilometres: 26),
        PathRow(a: "dc4", b: "dc5", layer: .optical, forward: 240, backward: 241, kilometres: 22),
        PathRow(a: "dc4", b: "dc6", layer: .ip, forward: 0, backward: 0, trouble: .noAnswer, kilometres: 61),
        PathRow(a: "dc5", b: "dc6", layer: .optical, forward: 0, backward: 0, trouble: .allLost, kilometres: 47),
        PathRow(a: "ap01", b: "dc1", layer: .ip, forward: 446, backward: 431, kilometres: 19),
        PathRow(a: "ap02", b: "dc1", layer: .ip, forward: 351, backward: 344, kilometres: 13),
        PathRow(a: "ap03", b: "dc2", layer: .ip, forward: 262, backward: 259, kilometres: 14),
        PathRow(a: "ap04", b: "dc3", layer: .ip, forward: 301, backward: 311, kilometres: 11),
        PathRow(a: "ap05", b: "dc3", layer: .ip, forward: 390, backward: 402, kilometres: 15),
        PathRow(a: "ap06", b: "dc5", layer: .ip, forward: 366, backward: 371, kilometres: 14),
        PathRow(a: "ap07", b: "dc5", layer: .ip, forward: 411, backward: 404, trouble: .lossy, kilometres: 20),
        PathRow(a: "ap08", b: "dc5", layer: .ip, forward: 470, backward: 466, kilometres: 17),
        PathRow(a: "ap09", b: "dc4", layer: .ip, forward: 1290, backward: 1250, kilometres: 40),
        PathRow(a: "ap10", b: "dc4", layer: .ip, forward: 1420, backward: 1433, kilometres: 46),
        PathRow(a: "ap11", b: "dc4", layer: .ip, forward: 199, backward: 205, kilometres: 5),
        PathRow(a: "ap12", b: "dc1", layer: .ip, forward: 422, backward: 439, kilometres: 18),
        PathRow(a: "ap13", b: "dc1", layer: .ip, forward: 190, backward: 195, kilometres: 4),
        PathRow(a: "ap14", b: "dc2", layer: .ip, forward: 180, backward: 177, kilometres: 6),
        PathRow(a: "ap15", b: "dc2", layer: .ip, forward: 212, backward: 209, kilometres: 9),
        PathRow(a: "ap16", b: "dc6", layer: .ip, forward: 955, backward: 948, trouble: .stale, kilometres: 16),
        PathRow(a: "ap17", b: "dc6", layer: .ip, forward: 190, backward: 196, kilometres: 4),
        PathRow(a: "ap18", b: "dc3", layer: .ip, forward: 480, backward: 471, kilometres: 16),
        PathRow(a: "kl1", b: "dc1", layer: .ip, forward: 330, backward: 322, kilometres: 12),
        PathRow(a: "kl2", b: "dc3", layer: .ip, forward: 244, backward: 239, kilometres: 9),
        PathRow(a: "kl3", b: "dc4", layer: .ip, forward: 188, backward: 190, kilometres: 5),
        PathRow(a: "kl4", b: "dc5", layer: .ip, forward: 233, backward: 230, kilometres: 7),
        PathRow(a: "kl5", b: "dc1", layer: .ip, forward: 131, backward: 128, kilometres: 2),
        PathRow(a: "kl6", b: "dc5", layer: .ip, forward: 1180, backward: 1010, kilometres: 19),
        PathRow(a: "kl7", b: "dc6", layer: .ip, forward: 0, backward: 0, trouble: .starting, kilometres: 5),
        PathRow(a: "is12", b: "dc2", layer: .ip, forward: 201, backward: 203, kilometres: 7),
        PathRow(a: "tg1", b: "dc5", layer: .ip, forward: 3120, backward: 2980, kilometres: 21),
        PathRow(a: "tg2", b: "dc1", layer: .ip, forward: 910, backward: 905, kilometres: 3),
    ]

    static let paths: [MeasuredPath] = pathTable.map { row in
        let link = linkID(row.a, row.b)
        return MeasuredPath(
            id: PathID("\(row.a)~\(row.b)"), a: SiteID(row.a), b: SiteID(row.b), layer: row.layer,
            method: row.layer == .optical ? .odukDelay : .stamp,
            reflector: row.layer == .optical ? nil : DeviceID("pe-\(row.b)"),
            clock: row.a == "kl5" ? .shared : .independent,
            link: link, routeKilometres: row.kilometres, lengthBasis: link == nil ? .designRoute : .otdr)
    }

    private static func linkID(_ a: String, _ b: String) -> LinkID? {
        links.first { ($0.siteA?.text == a && $0.siteB?.text == b) || ($0.siteA?.text == b && $0.siteB?.text == a) }?.id
    }

    static let pathPictures: [PathPicture] = pathTable.enumerated().map { index, row in
        let limit: Double = row.a.hasPrefix("tg") ? 10e6 : 1e6
        let forward = direction(row, median: row.forward * 1e3, seed: index * 2)
        let backward = direction(row, median: row.backward * 1e3, seed: index * 2 + 1)
        let (verdict, reason) = judge(row, forward, backward, limit)
        let worst = max(forward.p99.value ?? 0, backward.p99.value ?? 0)
        let severity: Severity =
            switch (row.trouble, verdict) {
            case (.stale, _): .stale
            case (_, .missed): .breach
            case (_, .unknown): .unknown
            case (.lossy, .met): .warning
            case (_, .met): worst > 0.9 * limit ? .warning : (row.a == "ap17" ? .maintenance : .ok)
            }
        return PathPicture(
            forward: forward, backward: backward, roundTrip: roundTrip(row, forward, backward), verdict: verdict,
            reason: reason, severity: severity,
            limitNanoseconds: limit, guaranteedFloor: row.kilometres * 4897, expectedFloor: row.kilometres * 4897 * 1.2,
            probes: account(row), clock: clock(row))
    }

    private static func roundTrip(
        _ row: PathRow, _ forward: PathDirectionPicture, _ backward: PathDirectionPicture
    ) -> PathDirectionPicture? {
        guard account(row) != nil else { return nil }
        var trip = forward
        func sum(_ part: KeyPath<PathDirectionPicture, Reading<Double>>) -> Reading<Double> {
            guard let there = forward[keyPath: part].value, let back = backward[keyPath: part].value else {
                return forward[keyPath: part]
            }
            return .known(there + back)
        }
        (trip.p50, trip.p95, trip.p99) = (sum(\.p50), sum(\.p95), sum(\.p99))
        // No clock that is set moves it.
        trip.minimum = trip.p50.value.map { .known($0 * 0.97) } ?? trip.p50
        trip.uncertainty = .known(2_000)
        return trip
    }

    /// Of what is measured by our own probes.
    private static func account(_ row: PathRow) -> ProbeAccount? {
        guard row.layer == .ip || row.trouble == .clockFault, row.trouble != .noAnswer, row.trouble != .starting else {
            return nil
        }
        var account = ProbeAccount()
        account.sent = 86_402
        account.outstanding = 2
        account.lost = row.trouble == .lossy ? 1_270 : 16
        account.lostForward = row.trouble == .lossy ? 1_102 : 9
        account.lostBackward = row.trouble == .lossy ? 151 : 7
        account.spoiled = row.trouble == .clockFault ? 4 : 0
        account.answered = account.sent - account.outstanding - account.lost - account.spoiled
        account.duplicates = row.trouble == .lossy ? 12 : 0
        account.reordered = row.trouble == .lossy ? 3 : 0
        account.late = row.trouble == .lossy ? 1 : 0
        account.shed = row.trouble == .lossy ? 240 : 0
        return account
    }

    private static func clock(_ row: PathRow) -> PathClock? {
        guard account(row) != nil else { return nil }
        var clock = PathClock(
            relation: row.a == "kl5" ? .shared : .independent,
            own: PathClock.End(isSynchronised: true, errorNanoseconds: 12_000, source: "ntp"),
            peer: PathClock.End(
                isSynchronised: row.trouble != .unsynchronised, errorNanoseconds: 26_000,
                source: row.trouble == .unsynchronised ? nil : "ptp"),
            sending: row.trouble == .lossy ? .program : .kernel, receiving: .kernel)
        if row.trouble == .clockFault {
            clock.fault = PathClock.Fault(
                kind: .step, nanoseconds: 650_000, sinceNanoseconds: minutesAgo(14.9))
        }
        return clock
    }

    private static func judge(
        _ row: PathRow, _ forward: PathDirectionPicture, _ backward: PathDirectionPicture, _ limit: Double
    ) -> (Verdict, MissingReason?) {
        guard let f = forward.p99.value, let b = backward.p99.value else { return (.unknown, forward.p99.reason) }
        let error = forward.uncertainty.value ?? 0
        switch row.trouble {
        case .clockFault: return (.unknown, .clockFault)
        case .unsynchronised: return (.unknown, .clockUnsynchronised)
        case .stale: return (.unknown, .stale)
        default: break
        }
        if max(f, b) + error < limit { return (.met, nil) }
        return max(f, b) - error >= limit ? (.missed, nil) : (.unknown, .straddlesLimit)
    }

    private static func direction(_ row: PathRow, median: Double, seed: Int) -> PathDirectionPicture {
        switch row.trouble {
        case .noAnswer: return .missing(.noAnswer, windowSeconds: 3600)
        case .starting: return .missing(.awaitingFirstAnswer, windowSeconds: 3600)
        case .allLost:
            var lost = PathDirectionPicture.missing(.allLost, windowSeconds: 3600)
            lost.lossRatio = .known(1)
            lost.expected = 3600
            lost.lost = 3588
            lost.minutes = Deferred(minutes(row, median: 460e3, seed: seed))
            lost.ageNanoseconds = 22 * 60_000_000_000
            return lost
        default: break
        }
        let received = row.trouble == .lossy ? 3531 : (row.trouble == .gaps ? 2871 : 3584)
        let spread = median * 0.035 + 6_000
        let forwards = row.forward * 1e3 == median
        let early = row.trouble == .reroute && forwards ? median * 0.4 : median
        return PathDirectionPicture(
            p50: .known(median), p95: .known(median + spread * 0.6), p99: .known(median + spread),
            p999: received < 2995 ? .missing(.tooFewSamples) : .known(median + spread * 1.6),
            minimum: .known(
                min(early, median) - spread * 0.4 - (row.trouble == .clockFault && !forwards ? 650_000 : 0)),
            maximum: .known(median + spread * 2.4),
            last: .known(median + spread * 0.1),
            lossRatio: .known(row.trouble == .lossy ? 0.0147 : 0), delayVariation: .known(spread * 1.4),
            uncertainty: row.trouble == .unsynchronised
                ? .missing(.clockUnsynchronised) : .known(row.layer == .optical ? 1_000 : 38_000),
            n: received, expected: 3600, lost: row.trouble == .lossy ? 53 : 0, windowSeconds: 3600,
            ageNanoseconds: row.trouble == .stale ? 187_000_000_000 : 420_000_000,
            clockFaults: row.trouble == .clockFault && !forwards ? 1216 : 0,
            minutes: Deferred(minutes(row, median: median, seed: seed)),
            histogram: Deferred(histogram(median, spread, early, seed)))
    }

    private static func minutes(_ row: PathRow, median: Double, seed: Int) -> [DelayMinute] {
        (0..<60).map { minute in
            if row.trouble == .gaps && (18..<27).contains(minute) { return .gap }
            if row.trouble == .gaps && minute == 44 { return .gap }
            if row.trouble == .allLost && minute >= 38 {
                return DelayMinute(received: 0, lost: 60, minimum: .nan, p50: .nan, p99: .nan, maximum: .nan)
            }
            let before = row.trouble == .reroute && row.forward * 1e3 == median && minute < 39
            // The far clock was set forward a quarter of an hour ago.
            let forwards = row.forward * 1e3 == median
            let shift = row.trouble == .clockFault && minute >= 45 ? (forwards ? 650_000.0 : -650_000) : 0
            let base = before ? median * 0.4 : median
            let wave = base * (1 + 0.02 * (noise(seed, minute) - 0.5)) + shift
            let spread = base * 0.02 + 4_000 + 9_000 * noise(seed + 500, minute)
            let outlier = row.trouble == .outlier && minute == 31 ? 5_200_000.0 : 0
            return DelayMinute(
                received: row.trouble == .lossy ? 58 : 60, lost: row.trouble == .lossy ? 2 : 0,
                minimum: Float(wave - spread * 0.5),
                p50: Float(wave), p99: Float(wave + spread), maximum: Float(wave + spread * 1.7 + outlier))
        }
    }

    private static func histogram(_ median: Double, _ spread: Double, _ early: Double, _ seed: Int) -> [DelayBucket] {
        func hill(_ centre: Double, _ total: Double) -> [DelayBucket] {
            (-4...10).map { step in
                let width = max(5_000, spread / 5)
                let lower = centre + Double(step) * width
                let shape = step < 0 ? 1 / (1 + Double(step * step)) : 1 / (1 + 0.25 * Double(step * step))
                return DelayBucket(
                    lower: lower, upper: lower + width, count: Int(total * shape * (0.9 + 0.2 * noise(seed, step + 10)))
                )
            }
        }
        let late = hill(median, 700)
        return early == median ? late : hill(early, 1_200) + late
    }
}
