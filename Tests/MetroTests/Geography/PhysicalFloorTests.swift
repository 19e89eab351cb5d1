import Metro
import Testing

@Suite("Physical floor, indicators.md §4")
struct PhysicalFloorTests {
    static let a = Coordinates(latitude: 0, longitude: 0)
    /// 111.319 km east of `a`.
    static let b = Coordinates(latitude: 0, longitude: 1)
    static let geodesic = 111.319491

    static func path(_ kilometres: Double?, _ basis: LengthBasis) -> MeasuredPath {
        MeasuredPath(
            id: "p", a: "a", b: "b", layer: .optical, method: .odukDelay, routeKilometres: kilometres,
            lengthBasis: basis)
    }
    static func microseconds(_ kilometres: Double) -> Double { kilometres * 4.897 }

    @Test("a kilometre of fibre is 4.897 µs and a millisecond about 204 km")
    func unit() {
        #expect(abs(PhysicalFloor.nanosecondsPerKilometre - 4897) < 1)
        #expect(abs(1e6 / PhysicalFloor.nanosecondsPerKilometre - 204) < 0.5)
    }

    @Test(
        "the guaranteed floor rests on OTDR or the plain geodesic, the expected one also on a design route or × 1.5",
        arguments: [
            (path(130, .otdr), 130.0, 130.0),
            (path(150, .designRoute), geodesic, 150.0),
            (path(nil, .designRoute), geodesic, geodesic * 1.5),
            (path(nil, .otdr), geodesic, geodesic * 1.5),
            (path(nil, .geodesic), geodesic, geodesic * 1.5),
        ] as [(MeasuredPath, Double, Double)])
    func lengths(path: MeasuredPath, guaranteed: Double, expected: Double) throws {
        let floor = PhysicalFloor(path: path, a: Self.a, b: Self.b)
        #expect(abs(try #require(floor.guaranteed) / 1000 - Self.microseconds(guaranteed)) < 0.1)
        #expect(abs(try #require(floor.expected) / 1000 - Self.microseconds(expected)) < 0.1)
    }

    @Test("without coordinates a design route proves nothing, and without any length there is no floor")
    func withoutCoordinates() {
        let design = PhysicalFloor(path: Self.path(150, .designRoute), a: Self.a, b: nil)
        #expect(design.guaranteed == nil)
        #expect(design.expected != nil)
        let none = PhysicalFloor(path: Self.path(nil, .geodesic), a: nil, b: nil)
        #expect(none.guaranteed == nil && none.expected == nil)
        #expect(none.excess(minimumDelay: 1) == nil && none.ratio(minimumDelay: 1) == nil)
    }

    @Test("an impossible length is no length", arguments: [-1.0, .nan, .infinity])
    func impossible(kilometres: Double) {
        let floor = PhysicalFloor(path: Self.path(kilometres, .otdr), a: nil, b: nil)
        #expect(floor.guaranteed == nil && floor.expected == nil)
    }

    @Test("the detour factor steps down beyond 1000 km as ITU-T G.826 has it")
    func longRoutes() throws {
        func expected(_ degrees: Double) throws -> Double {
            let floor = PhysicalFloor(from: Self.a, to: Coordinates(latitude: 0, longitude: degrees))
            return try #require(floor.expected) / PhysicalFloor.nanosecondsPerKilometre
        }
        #expect(abs(try expected(10) - 1500) < 0.01)
        #expect(abs(try expected(20) - 20 * Self.geodesic * 1.25) < 0.1)
    }

    @Test("excess and ratio compare the smallest delay with the expected floor")
    func excess() throws {
        let floor = PhysicalFloor(path: Self.path(100, .otdr), a: nil, b: nil)
        let expected = try #require(floor.expected)
        #expect(floor.excess(minimumDelay: expected + 20_000) == 20_000)
        #expect(floor.ratio(minimumDelay: expected * 1.6) == 1.6)
        let coLocated = PhysicalFloor(path: Self.path(0, .otdr), a: nil, b: nil)
        #expect(coLocated.ratio(minimumDelay: 5_000) == nil)
    }
}
