import Foundation
import Metro
import Testing

@testable import Console

@Suite struct MapGeometryTests {
    private func site(_ id: String, _ latitude: Double?, _ longitude: Double) -> Site {
        Site(
            id: SiteID(id), name: LocalizedName(english: id),
            coordinates: latitude.map { Coordinates(latitude: $0, longitude: longitude) }, roles: [.keyLocation])
    }
    private func plane(_ sites: [Site]) -> MapPlane {
        MapPlane(Inventory(city: LocalizedName(english: "x"), sites: sites, version: "1"))
    }

    @Test("a kilometre is as long to the east as to the north, at any latitude")
    func aspect() {
        for latitude in [0.0, 22.5, 45, 65] {
            let step = 0.1
            let east = step / cos(latitude * .pi / 180)
            let plane = plane([
                site("m", latitude, 114), site("n", latitude + step, 114), site("e", latitude, 114 + east),
            ])
            let projection = MapProjection(plane, columns: 80, rows: 40)
            let dots = plane.positions.compactMap { $0.map(projection.dot) }
            #expect(dots.count == 3)
            let north = abs(dots[1].y - dots[0].y)
            let eastward = abs(dots[2].x - dots[0].x)
            #expect(abs(north - eastward) < 0.02 * north)
            #expect(dots[1].y < dots[0].y && dots[2].x > dots[0].x)
        }
    }

    @Test("every placed site of the fixture lies inside the picture at every usual size")
    func fits() {
        let plane = MapPlane(FixtureMetro.inventory)
        #expect(plane.isGeographic)
        for (columns, rows) in [(40, 12), (78, 14), (74, 26), (130, 40)] {
            let projection = MapProjection(plane, columns: columns, rows: rows)
            for case let place? in plane.positions {
                let cell = projection.cell(place)
                #expect(cell.x >= 0 && cell.x < columns && cell.y >= 0 && cell.y < rows)
            }
        }
    }

    @Test("a city on the antimeridian stays in one piece")
    func antimeridian() {
        let plane = plane([site("a", -17, 179.9), site("b", -17, -179.9), site("c", -17.1, 180)])
        let xs = plane.positions.compactMap { $0?.x }
        #expect((xs.max() ?? 0) - (xs.min() ?? 0) < 25)
    }

    @Test("one site with coordinates of another continent does not shrink the city")
    func outlier() {
        let city = (0..<10).map { site("s\($0)", 22.5 + 0.02 * Double($0), 114 + 0.03 * Double($0)) }
        let near = MapProjection(plane(city), columns: 80, rows: 30).scaleX
        let far = MapProjection(plane(city + [site("far", 52, 5)]), columns: 80, rows: 30).scaleX
        #expect(abs(near - far) < 0.05 * near)
    }

    @Test("without coordinates for most sites the map is schematic and every site has a place of its own")
    func schematic() {
        let sites = (0..<9).map { site("s\($0)", $0 < 3 ? 22.5 : nil, 114) }
        let plane = plane(sites)
        #expect(!plane.isGeographic)
        #expect(plane.unplaced.isEmpty)
        #expect(Set(plane.positions.compactMap { $0 }).count == 9)
    }

    @Test("broken coordinates count as none")
    func brokenCoordinates() {
        let plane = plane([site("a", 22, 114), site("b", 22.1, 114), site("c", .nan, 114), site("d", 91, 500)])
        #expect(plane.isGeographic)
        #expect(plane.unplaced == [2, 3])
    }

    @Test("a key moves to the nearest site in its direction and never backwards")
    func neighbours() {
        let plane = plane([
            site("middle", 22.5, 114), site("east", 22.5, 114.1), site("farEast", 22.51, 114.3),
            site("north", 22.6, 114.01),
        ])
        #expect(plane.neighbour(of: 0, dx: 1, dy: 0) == 1)
        #expect(plane.neighbour(of: 1, dx: 1, dy: 0) == 2)
        #expect(plane.neighbour(of: 0, dx: 0, dy: -1) == 3)
        #expect(plane.neighbour(of: 0, dx: -1, dy: 0) == nil)
        #expect(plane.neighbour(of: 99, dx: 1, dy: 0) == 0)
    }

    @Test("the reach is where the fitted p99 meets the limit")
    func reach() throws {
        let exact = [(10.0, 0.3e6), (20.0, 0.4e6), (30.0, 0.5e6)].map { (kilometres: $0.0, delay: $0.1) }
        let fit = try #require(CentreReach(exact, limitNanoseconds: 1e6))
        #expect(abs(fit.kilometres - 80) < 0.01)
        #expect(abs(fit.baseNanoseconds - 0.2e6) < 1)
        let bent =
            exact + [(kilometres: 15.0, delay: 3e6)] + [
                (kilometres: 25, delay: 0.45e6), (kilometres: 5, delay: 0.25e6),
            ]
        let robust = try #require(CentreReach(bent, limitNanoseconds: 1e6))
        #expect(abs(robust.kilometres - 80) < 8)
    }

    @Test("the reach is unknown with too few paths, and never better than light in fibre")
    func reachLimits() throws {
        #expect(CentreReach([(10, 1e5), (20, 2e5)], limitNanoseconds: 1e6) == nil)
        #expect(CentreReach([(10, 2e6), (20, 2.1e6), (30, 2.2e6)], limitNanoseconds: 1e6) == nil)
        let flat = try #require(CentreReach([(10, 1e5), (20, 1e5), (30, 1e5)], limitNanoseconds: 1e6))
        #expect(flat.nanosecondsPerKilometre == CentreReach.guaranteedNanosecondsPerKilometre)
        #expect(flat.kilometres <= 1e6 / CentreReach.guaranteedNanosecondsPerKilometre)
    }
}
