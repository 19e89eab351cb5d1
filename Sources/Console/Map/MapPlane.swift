import Foundation
import Metro

/// Where every site lies on a flat sheet: x to the east, y to the south.
///
/// Geographic (kilometres, equirectangular around the middle of the city) when at least half of the sites have usable
/// coordinates; else schematic (rings by role, unit free), because half a map misleads.
struct MapPlane: Sendable {
    /// In the order of `inventory.sites`; `nil` for a site without usable coordinates on a geographic sheet.
    let positions: [Canvas.Point?]
    let isGeographic: Bool
    /// Sites that a geographic sheet cannot place.
    let unplaced: [Int]

    init(_ inventory: Inventory) {
        let usable = inventory.sites.map { $0.coordinates.flatMap(Self.checked) }
        let known = usable.compactMap { $0 }
        guard !inventory.sites.isEmpty, 2 * known.count >= inventory.sites.count else {
            positions = Schematic(inventory).positions
            isGeographic = false
            unplaced = []
            return
        }
        let middle = Self.median(known.map(\.latitude))
        // Longitudes are told from the first one, so a city on the antimeridian stays in one piece.
        let reference = known.first?.longitude ?? 0
        let shrink = cos(middle * .pi / 180)
        positions = usable.map { place in
            place.map {
                let east = ($0.longitude - reference).remainder(dividingBy: 360)
                return Canvas.Point(
                    x: east * shrink * Self.kilometresPerDegree, y: (middle - $0.latitude) * Self.kilometresPerDegree)
            }
        }
        isGeographic = true
        unplaced = usable.indices.filter { usable[$0] == nil }
    }

    /// Of latitude, on the mean Earth sphere.
    static let kilometresPerDegree = 6371.0088 * Double.pi / 180

    private static func checked(_ place: Coordinates) -> Coordinates? {
        guard place.latitude.isFinite, place.longitude.isFinite, abs(place.latitude) <= 90, abs(place.longitude) <= 180
        else { return nil }
        return place
    }

    static func median(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.sorted()[values.count / 2]
    }

    /// The nearest placed site from `index` in a direction (each of `dx`, `dy` −1, 0 or 1; y grows to the south).
    /// Being ahead counts more than being near; nothing behind is ever chosen.
    func neighbour(of index: Int, dx: Double, dy: Double) -> Int? {
        guard positions.indices.contains(index), let here = positions[index] else {
            return positions.indices.first { positions[$0] != nil }
        }
        var best: (index: Int, cost: Double)?
        for (other, place) in positions.enumerated() where other != index {
            guard let place else { continue }
            let ahead = (place.x - here.x) * dx + (place.y - here.y) * dy
            let aside = abs((place.x - here.x) * dy) + abs((place.y - here.y) * dx)
            guard ahead > 0, aside <= 2 * ahead else { continue }
            let cost = ahead + 2 * aside
            if best.map({ cost < $0.cost }) ?? true { best = (other, cost) }
        }
        return best?.index
    }
}

/// Rings by role: centres inside, important sites around them, everything else outside, each near the centre that it
/// is connected with.
private struct Schematic {
    let positions: [Canvas.Point?]

    init(_ inventory: Inventory) {
        var angles: [Int: Double] = [:]
        var places = [Canvas.Point?](repeating: nil, count: inventory.sites.count)
        func lay(_ sites: [Int], radius: Double, offset: Double) {
            for (rank, site) in sites.enumerated() {
                let angle = (Double(rank) + offset) / Double(max(1, sites.count)) * 2 * .pi - .pi / 2
                angles[site] = angle
                places[site] = Canvas.Point(x: radius * cos(angle), y: radius * sin(angle))
            }
        }
        let all = inventory.sites.indices
        let centres = all.filter { inventory.sites[$0].centre != nil }
        lay(centres, radius: centres.count == 1 ? 0 : 1, offset: 0)

        var anchors: [Int: Double] = [:]
        let ends = inventory.links.map { ($0.siteA, $0.siteB) } + inventory.paths.map { (SiteID?($0.a), SiteID?($0.b)) }
        for case (let a?, let b?) in ends {
            guard let i = inventory.siteIndex(a), let j = inventory.siteIndex(b) else { continue }
            for (one, other) in [(i, j), (j, i)] where anchors[one] == nil { anchors[one] = angles[other] }
        }
        func byAnchor(_ sites: [Int]) -> [Int] {
            sites.sorted { (anchors[$0] ?? 9, $0) < (anchors[$1] ?? 9, $1) }
        }
        let important = all.filter { inventory.sites[$0].centre == nil && inventory.sites[$0].importantSite != nil }
        lay(byAnchor(important), radius: 1.6, offset: 0.5)
        let placed = Set(centres + important)
        lay(byAnchor(all.filter { !placed.contains($0) }), radius: 2.2, offset: 0.25)
        positions = places
    }
}
