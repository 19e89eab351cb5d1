import Metro
import Testing

@testable import Console

@Suite struct MapGoldenTests {
    @Test("the map looks as it was agreed", arguments: DrawnScreen.sizes)
    func golden(_ drawn: DrawnScreen) {
        let frame = drawn.frame(MapScreen.self, MapScreen.State())
        FrameDump.write(frame, "map-\(drawn.name)")
        Golden.expect(frame, "map-\(drawn.name)")
    }

    @Test("the map by utilization, zoomed, with a chosen event, and as a matrix looks as it was agreed")
    func variants() {
        var wide = DrawnScreen.sizes[1]
        var frame = wide.frame(MapScreen.self, MapScreen.State(panel: .events, site: 1, isZoomed: true))
        FrameDump.write(frame, "map-zoomed")
        Golden.expect(frame, "map-zoomed")
        wide = DrawnScreen(
            name: "u", width: 120, height: 40, context: RenderContext(language: .english, colorsByUtilization: true))
        frame = wide.frame(MapScreen.self, MapScreen.State(panel: .pairs, pairRow: 3))
        FrameDump.write(frame, "map-utilization")
        Golden.expect(frame, "map-utilization")
        let narrow = DrawnScreen(name: "m", width: 64, height: 20, context: RenderContext(language: .chinese))
        frame = narrow.frame(MapScreen.self, MapScreen.State())
        FrameDump.write(frame, "map-matrix")
        Golden.expect(frame, "map-matrix")
    }
}

extension DrawnScreen: CustomTestStringConvertible {
    var testDescription: String { name }
}
