import Metro
import Testing

@Suite("Coordinates")
struct CoordinatesTests {
    @Test(
        "distances agree with published geodesics of WGS 84 within 10 m",
        arguments: [
            (Coordinates(latitude: 0, longitude: 0), Coordinates(latitude: 0, longitude: 1), 111.319491),
            (Coordinates(latitude: 0, longitude: 0), Coordinates(latitude: 1, longitude: 0), 110.574389),
            (
                // Flinders Peak and Buninyong, the geodetic survey's worked example.
                Coordinates(latitude: -37.951033417, longitude: 144.424867889),
                Coordinates(latitude: -37.652821139, longitude: 143.926495528), 54.972271
            ),
        ])
    func geodesics(a: Coordinates, b: Coordinates, kilometres: Double) {
        #expect(abs(a.kilometres(to: b) - kilometres) < 0.01)
        #expect(abs(b.kilometres(to: a) - kilometres) < 0.01)
    }

    @Test("a place is no distance from itself, and a pole none from itself on another meridian")
    func same() {
        let place = Coordinates(latitude: 31.23, longitude: 121.47)
        #expect(place.kilometres(to: place) == 0)
        let pole = Coordinates(latitude: 90, longitude: 0)
        #expect(pole.kilometres(to: Coordinates(latitude: 90, longitude: 90)) < 1e-6)
    }

    @Test("places across the date line are near, antipodes are finite")
    func farApart() {
        let west = Coordinates(latitude: 0, longitude: 179.5)
        #expect(abs(west.kilometres(to: Coordinates(latitude: 0, longitude: -179.5)) - 111.319491) < 0.01)
        let antipode = Coordinates(latitude: 0, longitude: 0).kilometres(to: Coordinates(latitude: 0, longitude: 180))
        #expect(antipode.isFinite && antipode > 19_900)
    }
}
