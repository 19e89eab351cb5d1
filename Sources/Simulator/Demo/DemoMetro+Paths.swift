import Metro

extension DemoMetro {
    /// Centres to each other at both layers, every coverage point to every centre of medium size and above, terminals
    /// to every centre, and every link from end to end. Route lengths are the shortest fibre over the links.
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
                let link = direct.flatMap { Set([$0.siteA, $0.siteB]) == Set([a.id, b.id]) ? $0.id : nil }
                for layer in layers {
                    let id = PathID("\(a.id)-\(b.id)" + (a.centre == nil ? "" : ".\(layer.rawValue)"))
                    paths.append(path(id, a.id, b.id, layer, link, route.kilometres, every: 5_000))
                }
            }
        }
        return paths + sections(beside: paths)
    }

    /// Probing sites are the ends that terminals stand at; between centres, the first one.
    private static func isMeasured(_ index: Int, _ other: Int) -> Bool {
        let (a, b) = (sites[index], sites[other])
        guard let centre = b.centre else { return false }
        if a.centre != nil { return index < other }
        return a.terminalGroup != nil || (a.isCoveragePoint && centre.declaredClass != .small)
    }

    /// Each link from router to router, and where it joins hubs and centres also as an optical section.
    private static func sections(beside paths: [MeasuredPath]) -> [MeasuredPath] {
        let measured = Set(paths.filter { $0.layer == .ip }.compactMap(\.link))
        return wiring.links.flatMap { link -> [MeasuredPath] in
            guard let a = link.siteA, let b = link.siteB, let kilometres = link.fibreKilometres else { return [] }
            let isAccess = [a, b].contains { $0.text.hasPrefix("ap-") || $0.text.hasPrefix("key-") }
            let layers = NetworkLayer.allCases.filter { $0 == .ip ? !measured.contains(link.id) : !isAccess }
            return layers.map {
                path(PathID("\(link.id).\($0.rawValue)"), a, b, $0, link.id, kilometres, every: 10_000)
            }
        }
    }

    private static func path(
        _ id: PathID, _ a: SiteID, _ b: SiteID, _ layer: NetworkLayer, _ link: LinkID?, _ kilometres: Double,
        every milliseconds: Int
    ) -> MeasuredPath {
        MeasuredPath(
            id: id, a: a, b: b, layer: layer, method: layer == .optical ? .odukDelay : .simulator,
            clock: layer == .optical ? .shared : .independent, link: link,
            routeKilometres: (kilometres * 10).rounded() / 10, lengthBasis: layer == .optical ? .otdr : .designRoute,
            probeIntervalMilliseconds: milliseconds)
    }
}
