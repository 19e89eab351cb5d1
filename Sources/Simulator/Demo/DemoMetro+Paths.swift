import Metro

extension DemoMetro {
    /// Centres to each other at both layers, every coverage point to every centre of medium size and above, terminals
    /// to every centre. Route lengths are the shortest fibre over the links.
    static func measuredPaths() -> [MeasuredPath] {
        let city = Inventory(city: LocalizedName(), sites: sites, links: wiring.links, version: "")
        let graph = FibreGraph(city)
        var paths: [MeasuredPath] = []
        for (index, a) in sites.enumerated() {
            let layers: [NetworkLayer] = a.centre == nil ? [.ip] : [.optical, .ip]
            let tree = graph.tree(from: index)
            for (other, b) in sites.enumerated() where isMeasured(index, other) {
                guard let route = graph.route(in: tree, to: other) else { continue }
                let direct = route.steps.count == 1 ? wiring.links[route.steps[0].link] : nil
                for layer in layers {
                    paths.append(
                        MeasuredPath(
                            id: PathID("\(a.id)-\(b.id)" + (a.centre == nil ? "" : ".\(layer.rawValue)")), a: a.id,
                            b: b.id, layer: layer, method: layer == .optical ? .odukDelay : .simulator,
                            clock: layer == .optical ? .shared : .independent, link: direct?.id,
                            routeKilometres: (route.kilometres * 10).rounded() / 10,
                            lengthBasis: layer == .optical ? .otdr : .designRoute,
                            probeIntervalMilliseconds: 5_000))
                }
            }
        }
        return paths
    }

    /// Probing sites are the ends that terminals stand at; between centres, the first one.
    private static func isMeasured(_ index: Int, _ other: Int) -> Bool {
        let (a, b) = (sites[index], sites[other])
        guard let centre = b.centre else { return false }
        if a.centre != nil { return index < other }
        return a.terminalGroup != nil || (a.isCoveragePoint && centre.declaredClass != .small)
    }
}
