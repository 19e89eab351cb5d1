import Foundation
import Metro
import Telemetry
import Testing

@testable import Simulator

/// What an hour of the demo amounts to, judged by the rules of `indicators.md` in their plainest form.
struct DemoPicture {
    let city: Inventory
    /// By path: [lo, hi] of the larger p99 (p95 for terminals), nanoseconds; `nil` where a clock forbids a verdict.
    private(set) var intervals: [PathID: ClosedRange<Double>] = [:]
    let count: Int

    init(_ bench: Bench, endingAt end: Int64? = nil) {
        city = bench.simulation.inventory
        let samples = bench.backfill(endingAt: end)
        count = samples.count
        var fates: [[[Sample]]] = city.paths.map { _ in [[], []] }
        for sample in samples where !sample.metric.isInterfaceMetric && sample.direction != .roundTrip {
            fates[Int(sample.subject)][Int(sample.direction.rawValue)].append(sample)
        }
        for (index, path) in city.paths.enumerated() {
            let all = fates[index].flatMap { $0 }
            if all.contains(where: { $0.flags.contains(.clockUnsynchronised) }) { continue }
            let p = city.site(path.a)?.terminalGroup == nil ? 0.99 : 0.95
            let worst = fates[index].map { $0.percentile(p) }.max() ?? .nan
            let error = Double(all.map(\.auxiliary).max() ?? 0)
            intervals[path.id] = (worst - error)...(worst + error)
        }
    }

    private func verdict(_ path: MeasuredPath, _ limit: Double) -> Verdict {
        guard let interval = intervals[path.id] else { return .unknown }
        return interval.upperBound < limit ? .met : interval.lowerBound >= limit ? .missed : .unknown
    }

    private func isMedium(_ id: SiteID) -> Bool {
        guard let centre = city.site(id)?.centre else { return false }
        return centre.declaredClass.map { $0 != .small } ?? ((centre.racks ?? 0) >= 1_000)
    }

    var pairs: [(path: PathID, verdict: Verdict)] {
        city.paths.filter { $0.layer == .optical && isMedium($0.a) && isMedium($0.b) }.map {
            ($0.id, verdict($0, 1e6))
        }
    }

    var points: [(site: SiteID, verdict: Verdict)] {
        city.sites.filter(\.isCoveragePoint).map { site in
            let verdicts = city.paths.filter { $0.layer == .ip && $0.a == site.id && isMedium($0.b) }.map {
                verdict($0, 1e6)
            }
            return (
                site.id,
                verdicts.contains(.met) ? .met : verdicts.allSatisfy { $0 == .missed } ? .missed : .unknown
            )
        }
    }

    var rows: [(path: PathID, verdict: Verdict)] {
        city.paths.filter { city.site($0.a)?.terminalGroup != nil }.map { ($0.id, verdict($0, 10e6)) }
    }
}

@Suite("Demo picture")
struct DemoPictureTests {
    static let picture = DemoPicture(Bench(DemoMetro.simulation(startWallNanoseconds: noon)))

    @Test("K1: nine of ten pairs are met, one near the limit, one is missed by its route")
    func interconnection() throws {
        let pairs = Self.picture.pairs
        #expect(pairs.count == 10)
        #expect(pairs.filter { $0.verdict == .missed }.map(\.path) == ["dc3-dc5.optical"])
        #expect(pairs.filter { $0.verdict == .met }.count == 9)
        let near = try #require(Self.picture.intervals["dc2-dc5.optical"])
        #expect((950_000...985_000).contains(near.upperBound), "\(near)")
    }

    @Test("K2: 28 of 38 points are covered, one is unknown, nine are out for causes that the map shows")
    func coverage() {
        let points = Self.picture.points
        #expect(points.count == 38)
        #expect(points.filter { $0.verdict == .unknown }.map(\.site) == ["ap-shiyan"])
        let missed = Set(points.filter { $0.verdict == .missed }.map(\.site))
        let old: Set<SiteID> = ["ap-kuichong", "ap-baguang", "ap-dapeng", "ap-nanao"]
        let leased: Set<SiteID> = ["ap-pinghu", "ap-guanlan", "ap-dalang", "ap-pingdi", "ap-kengzi"]
        #expect(missed == old.union(leased))
    }

    @Test("K5: every row is met, none by a wide margin for vehicles")
    func reach() throws {
        let rows = Self.picture.rows
        #expect(rows.count == 36)
        #expect(rows.allSatisfy { $0.verdict == .met })
        let worst = Self.picture.rows.compactMap { Self.picture.intervals[$0.path]?.upperBound }.max() ?? 0
        #expect((6.5e6...9.5e6).contains(worst), "\(worst)")
    }

    @Test("the script turns no verdict at any hour of the day", arguments: [3, 21])
    func hours(hour: Int64) {
        let start = noon + (hour - 12) * 3_600_000_000_000
        let bench = Bench(DemoMetro.simulation(startWallNanoseconds: start))
        let picture = DemoPicture(bench, endingAt: start + 10_800_000_000_000)
        #expect(picture.pairs.filter { $0.verdict == .met }.count == 9)
        #expect(picture.pairs.filter { $0.verdict == .missed }.count == 1)
        #expect(picture.points.filter { $0.verdict == .met }.count == 28)
        #expect(picture.points.filter { $0.verdict == .unknown }.count == 1)
        #expect(picture.rows.allSatisfy { $0.verdict == .met })
    }

    @Test("an hour holds something of everything")
    func variety() {
        let bench = Bench(DemoMetro.simulation(startWallNanoseconds: noon))
        let samples = bench.backfill()
        #expect((700_000...1_200_000).contains(samples.count), "\(samples.count)")
        #expect(samples.contains { $0.metric == .lost })
        #expect(samples.contains { $0.flags.contains(.clockFault) })
        #expect(samples.contains { $0.metric == .operationalStatus && $0.payload == 2 })
        #expect(samples.contains { $0.metric == .operationalStatus && $0.payload == 7 })
        #expect(samples.contains { $0.metric == .discards && $0.payload > 0 })
        #expect(Set(samples.filter { $0.metric.isInterfaceMetric }.map(\.subject)).count == bench.interfaces.count)
        #expect(
            Set(samples.filter { !$0.metric.isInterfaceMetric }.map(\.subject)).count
                == bench.simulation.inventory.paths.count)
    }
}
