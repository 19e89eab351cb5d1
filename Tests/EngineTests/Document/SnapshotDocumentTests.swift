import Foundation
import Metro
import Testing

@testable import Engine

@Suite("Snapshot as JSON")
struct SnapshotDocumentTests {
    static let linkKeys = [
        "utilization", "bits_per_second", "speed_bps", "errors_per_second", "discards_per_second", "oper_status",
    ]
    static let pathKeys = [
        "p50_ns", "p95_ns", "p99_ns", "p999_ns", "min_ns", "max_ns", "last_ns", "loss", "pdv_ns", "uncertainty_ns",
    ]

    private func document(_ snapshot: MetroSnapshot) throws -> JSONObject {
        try decoded(try SnapshotDocument(snapshot, seconds: 5, version: "1.2.3").json())
    }

    private func expectWhole(_ document: JSONObject) {
        #expect(document.text("schema") == "haomiao.snapshot/1")
        #expect(document.text("version") == "1.2.3" && document.number("seconds") == 5)
        for link in document.list("links") {
            for direction in ["forward", "backward"] {
                link.object(direction).expectValueOrReason(Self.linkKeys, "\(link.text("id") ?? "?") \(direction)")
            }
        }
        for path in document.list("paths") {
            for direction in ["forward", "backward", "round_trip"] where path[direction] != nil {
                path.object(direction).expectValueOrReason(Self.pathKeys, "\(path.text("id") ?? "?") \(direction)")
            }
        }
        for result in document.list("indicators") where result.text("verdict") == "unknown" {
            #expect(result.text("reason") != nil, "\(result)")
        }
        let pipeline = document.object("pipeline")
        let dropped = pipeline["dropped"] as? [String: Double] ?? [:]
        #expect(dropped.keys.sorted() == ["duplicate", "full", "future", "invalid", "late"])
        let sum = (pipeline.number("stored") ?? 0) + (pipeline.number("queued") ?? 0) + dropped.values.reduce(0, +)
        #expect(pipeline.number("offered") == sum)
    }

    @Test("before the first answer every figure is missing, and says why")
    func nothingYet() throws {
        let run = SimulatedRun(SmallCity.setup())
        let document = try document(run.snapshot())
        expectWhole(document)
        #expect(document.list("links").count == 2 && document.list("paths").count == 2)
        let link = document.list("links")[0].object("forward")
        #expect(link["utilization"] == nil && link["octets"] == nil && link["age_s"] == nil)
        #expect(
            link["missing"] as? [String: String]
                == Self.linkKeys.reduce(into: [:]) {
                    $0[$1] = "awaiting_first_answer"
                })
        #expect(document.list("targets").allSatisfy { $0.text("state") == "starting" && $0["last_answer"] == nil })
        #expect(document.object("pipeline").number("offered") == 0)
    }

    @Test("a simulated hour is labelled as such, complete, and free of numbers that JSON does not have")
    func simulated() async throws {
        let run = SimulatedRun(SmallCity.setup(), preloadMinutes: 60)
        await run.start()
        for _ in 0..<3 {
            await run.step(nanoseconds: 10 * second)
            run.drain()
        }
        let document = try document(run.snapshot())
        await run.stop()
        expectWhole(document)
        #expect(document.text("source") == "simulator")
        #expect(document.text("time") == "2026-11-20T16:00:30.000Z")
        #expect(document.number("time_nanoseconds") == Double(midnight + 30 * second))
        #expect(document.object("city").text("zh") == "小城" && document.text("inventory_version") == "small-1")
        #expect(document.object("clock")["synchronised"] as? Bool == true)
        #expect(document.object("clock").number("error_ns") == 1_000)
        #expect(document.object("clock").text("source") == "ntp")

        let link = try #require(document.list("links").first)
        #expect(link.text("id") == "east-middle" && link.number("capacity_bps") == 100e9)
        #expect(link["capacity_differs"] as? Bool == false && link.number("fibre_km") == 12)
        #expect(link.object("a").text("device") == "east" && link.object("a").text("site") == "centre")
        #expect(link.object("a").text("interface") == "to-middle" && link.object("a").text("alias") != "")
        let forward = link.object("forward")
        let utilization = try #require(forward.number("utilization"))
        let rate = try #require(forward.number("bits_per_second"))
        #expect((0.01...1.05).contains(utilization) && abs(rate / 100e9 - utilization) < 1e-9)
        #expect(forward.text("oper_status") == "up" && forward.number("octets") ?? 0 > 0)
        #expect((forward["missing"] as? JSONObject)?.isEmpty == true)

        let path = try #require(document.list("paths").first)
        #expect(path.text("clock") == "shared" && path.text("method") == "stamp" && path.text("layer") == "ip")
        #expect(path.text("link") == "east-middle" && path.number("limit_ns") == 1_000_000)
        let delay = path.object("forward")
        let percentiles = ["min_ns", "p50_ns", "p95_ns", "p99_ns"].compactMap { delay.number($0) }
        #expect(percentiles.count == 4 && percentiles == percentiles.sorted())
        #expect((delay["missing"] as? [String: String])?["p999_ns"] == "too_few_samples")
        let edges = ["p50_lower_ns", "p50_ns", "p95_lower_ns", "p95_ns"].compactMap { delay.number($0) }
        #expect(edges.count == 4 && edges[0] < edges[1] && edges[2] < edges[3])
        #expect(delay["p999_lower_ns"] == nil)
        let trip = path.object("round_trip")
        #expect(trip.number("n") == delay.number("n") && trip.number("clock_faults") == 0)
        #expect(trip.number("min_ns") ?? 0 > 2 * 47_000 && trip.number("uncertainty_ns") == 800)
        #expect(document.list("paths").allSatisfy { ($0.text("layer") == "ip") == ($0["round_trip"] != nil) })
        #expect(
            document.list("paths").allSatisfy { ($0.text("verdict") == "unknown") == ($0["verdict_method"] == nil) })
        // A geodesic of 9.6 km takes 47 µs of glass.
        #expect((47_000...150_000).contains(delay.number("p50_ns") ?? 0))

        let names = document.list("indicators").compactMap { $0.text("indicator") }
        #expect(Set(names) == ["K1", "K2", "K3", "K4", "K5"])
        #expect(Set(document.list("indicators").compactMap { $0.text("form") }) == ["live", "official"])
        let targets = document.list("targets")
        #expect(targets.allSatisfy { $0.text("kind") == "simulator" && $0.text("state") == "healthy" })
    }

    @Test("what became of a path's probes, and what its clocks say of themselves and its delays of them")
    func probesAndClocks() throws {
        let run = SimulatedRun(SmallCity.setup())
        var snapshot = run.snapshot()
        #expect(try document(snapshot).list("paths").allSatisfy { $0["probes"] == nil && $0["clocks"] == nil })
        var account = ProbeAccount()
        account.sent = 12
        account.lostForward = 2
        snapshot.paths[0].probes = account
        let fault = PathClock.Fault(
            kind: .drift, nanoseconds: -31_000, partsPerMillion: 50, sinceNanoseconds: midnight)
        snapshot.paths[0].clock = PathClock(
            relation: .independent, own: PathClock.End(isSynchronised: true, errorNanoseconds: 900, source: "ptp"),
            peer: PathClock.End(isSynchronised: false, errorNanoseconds: nil), fault: fault, sending: .kernel,
            receiving: .hardware)
        let path = try #require(try document(snapshot).list("paths").first)
        #expect(path.object("probes").number("sent") == 12 && path.object("probes").number("lost_forward") == 2)
        #expect(path.object("probes").number("duplicates") == 0)
        let clocks = path.object("clocks")
        #expect(clocks.object("own").number("error_ns") == 900 && clocks.object("own").text("source") == "ptp")
        #expect(clocks.object("peer")["synchronised"] as? Bool == false && clocks.object("peer")["error_ns"] == nil)
        #expect(clocks.text("sending") == "kernel" && clocks.text("receiving") == "hardware")
        #expect(clocks.object("fault").text("kind") == "drift" && clocks.object("fault").number("offset_ns") == -31_000)
        #expect(clocks.object("fault").number("ppm") == 50)
        #expect(clocks.object("fault").text("since") == "2026-11-20T16:00:00.000Z")
    }

    @Test("a number that JSON does not have is left out where a figure may have no bound")
    func infinities() throws {
        let run = SimulatedRun(SmallCity.setup())
        var snapshot = run.snapshot()
        var result = try #require(snapshot.indicators.first)
        result.hi = .infinity
        result.uncertaintyNanoseconds = .nan
        result.members = [
            IndicatorMember(sites: ["centre", "hub"], verdict: .unknown, lo: 5, hi: .infinity, reason: .allLost)
        ]
        snapshot.indicators = [result]
        let text = try SnapshotDocument(snapshot, seconds: 5, version: "1.2.3").json()
        let entry = try #require(try decoded(text).list("indicators").first)
        #expect(entry["hi"] == nil && entry["uncertainty_ns"] == nil)
        let member = try #require(entry.list("members").first)
        #expect(member["hi_ns"] == nil && member.number("lo_ns") == 5 && member.text("reason") == "all_lost")
    }
}
