import Metro
import Testing

@testable import Console

/// Screens must survive any size and any snapshot, and never draw outside the area that they were given.
@Suite struct DrawingBoundsTests {
    private static let sizes: [(Int, Int)] =
        [(0, 0), (1, 1), (2, 2), (3, 9), (20, 3), (59, 15), (79, 24), (80, 8), (110, 9), (111, 40), (250, 80)]

    private func check<S: Screen>(_ screen: S.Type, _ state: S.State, _ snapshot: MetroSnapshot, _ seed: Int) {
        for (index, (width, height)) in Self.sizes.enumerated() {
            var frame = Frame(width: width + 6, height: height + 4)
            let blank = Cell("~", Style(.banner))
            for y in 0..<frame.height { for x in 0..<frame.width { frame[x, y] = blank } }
            let area = Rect(x: 3, y: 2, width: width, height: height)
            let pick = seed + index
            let context = RenderContext(
                language: pick % 2 == 0 ? .chinese : .english, glyphs: GlyphSet.allCases[pick % 3],
                colorsByUtilization: pick % 5 == 0)
            S.render(state, snapshot, context, into: &frame, area: area)
            for y in 0..<frame.height {
                for x in 0..<frame.width where !area.contains(x: x, y: y) {
                    if frame[x, y] != blank { Issue.record("\(S.self) drew outside \(width)x\(height) at \(x),\(y)") }
                }
            }
        }
    }

    /// The fixture with parts taken away, values broken and places moved, the same for the same seed.
    private func mutated(_ seed: Int) -> MetroSnapshot {
        var snapshot = FixtureMetro.snapshot
        func pick(_ count: Int, _ salt: Int) -> Int { Int(FixtureMetro.noise(seed, salt) * Double(max(1, count))) }
        let odd: [Double] = [.nan, .infinity, -1, 0, 1e300, -1e300, 5]
        for round in 0..<12 {
            let path = pick(snapshot.paths.count, round)
            switch pick(9, round + 100) {
            case 0: snapshot.paths[path].forward.p99 = .known(odd[pick(odd.count, round + 200)])
            case 1: snapshot.paths[path].limitNanoseconds = odd[pick(odd.count, round + 200)]
            case 2: snapshot.paths[path].forward.minutes = []
            case 3:
                let value = Float(odd[pick(odd.count, round + 200)])
                snapshot.paths[path].backward.minutes = [
                    DelayMinute(received: 1, lost: .max, minimum: value, p50: 3, p99: value, maximum: -value)
                ]
            case 4:
                let value = odd[pick(odd.count, round + 200)]
                snapshot.paths[path].forward.histogram = [DelayBucket(lower: value, upper: value * 2, count: .max)]
            case 5: snapshot.links[pick(snapshot.links.count, round)].paths = [path, -4, 9999]
            case 6:
                snapshot.links[pick(snapshot.links.count, round)].forward.minuteUtilization = [
                    .nan, -3, 1e30, .infinity,
                ]
            case 7: snapshot.indicators[1].lo = odd[pick(odd.count, round + 200)]
            default: snapshot.events[pick(snapshot.events.count, round)].sinceNanoseconds = round % 2 == 0 ? .max : .min
            }
        }
        if seed % 4 == 1 { snapshot.paths = PictureList(snapshot.paths.prefix(3)) }
        if seed % 4 == 2 { snapshot.links = [] }
        if seed % 3 == 0 { snapshot.inventory = moved(snapshot.inventory, seed) }
        return snapshot
    }

    private func moved(_ old: Inventory, _ seed: Int) -> Inventory {
        let sites = old.sites.enumerated().map { index, site in
            let spread = [0.0, 1e-9, 1, 170][seed % 4]
            let place = Coordinates(
                latitude: 20 + spread * (FixtureMetro.noise(seed, index) - 0.5),
                longitude: 100 + spread * (FixtureMetro.noise(seed + 1, index) - 0.5))
            return Site(
                id: site.id, name: site.name, coordinates: FixtureMetro.noise(seed, index + 99) < 0.3 ? nil : place,
                operatorID: site.operatorID, roles: site.roles)
        }
        return Inventory(
            city: old.city, operators: old.operators, sites: sites, devices: old.devices, links: old.links,
            paths: old.paths,
            version: "m")
    }

    @Test("the map draws any snapshot at any size inside its area", arguments: 0..<24)
    func map(_ seed: Int) {
        let state = MapScreen.State(
            panel: MapScreen.State.Panel.allCases[seed % 3], site: seed * 5 - 3, pairRow: seed - 2, eventRow: seed * 7,
            isZoomed: seed % 2 == 0)
        check(MapScreen.self, state, mutated(seed), seed)
    }

    @Test("Detail draws any snapshot at any size inside its area", arguments: 0..<24)
    func detail(_ seed: Int) {
        let snapshot = mutated(seed)
        let index = seed * 2 - 1
        for subject in [DetailScreen.Subject.link(index), .path(index), .site(index)] {
            check(
                DetailScreen.self, DetailScreen.State(subject: subject, panel: seed % 5, row: seed * 3 - 2), snapshot,
                seed)
        }
    }

    @Test("empty snapshots draw at any size")
    func empty() {
        for snapshot in [FixtureMetro.empty, FixtureMetro.nothing] {
            check(MapScreen.self, MapScreen.State(), snapshot, 1)
            for subject in [DetailScreen.Subject.link(0), .path(0), .site(0)] {
                check(DetailScreen.self, DetailScreen.State(subject: subject), snapshot, 1)
            }
        }
    }
}
