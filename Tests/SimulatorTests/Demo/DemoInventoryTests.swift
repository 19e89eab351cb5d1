import Metro
import Testing

@testable import Simulator

@Suite("Demo inventory")
struct DemoInventoryTests {
    let city = DemoMetro.inventory

    @Test("ids are unique within their kind")
    func uniqueIds() {
        #expect(Set(city.operators.map(\.id)).count == city.operators.count)
        #expect(Set(city.sites.map(\.id)).count == city.sites.count)
        #expect(Set(city.devices.map(\.id)).count == city.devices.count)
        #expect(Set(city.links.map(\.id)).count == city.links.count)
        #expect(Set(city.paths.map(\.id)).count == city.paths.count)
    }

    @Test("every reference resolves, and no interface serves two links")
    func references() {
        let operators = Set(city.operators.map(\.id))
        var ends: Set<InterfaceReference> = []
        for link in city.links {
            for (end, site) in [(link.a, link.siteA), (link.b, link.siteB)] {
                #expect(city.device(end.device)?.site == site, "\(link.id)")
                #expect(ends.insert(end).inserted, "\(end) is used twice")
            }
            #expect(link.operatorID.map(operators.contains) == true, "\(link.id)")
        }
        for site in city.sites {
            #expect(site.operatorID.map(operators.contains) == true, "\(site.id)")
            for exit in site.centre?.exits ?? [] {
                guard let interface = exit.interface else { continue }
                #expect(city.device(interface.device)?.site == site.id, "\(interface)")
            }
        }
        for path in city.paths {
            #expect(city.site(path.a) != nil && city.site(path.b) != nil, "\(path.id)")
            if let link = path.link { #expect(city.link(link) != nil, "\(path.id)") }
        }
        let traits = DemoMetro.traits
        for id in traits.linkEquipmentNanoseconds.keys { #expect(city.link(id) != nil, "\(id)") }
        for id in traits.accessNanoseconds.keys { #expect(city.site(id)?.terminalGroup != nil, "\(id)") }
        for id in traits.businessShare.keys { #expect(city.site(id) != nil, "\(id)") }
        for id in traits.unsynchronisedSites { #expect(city.site(id) != nil, "\(id)") }
        for id in traits.asymmetricPaths { #expect(city.path(id) != nil, "\(id)") }
    }

    @Test("coordinates stand in the city's box, no two sites on one spot")
    func coordinates() throws {
        var spots: Set<Coordinates> = []
        for site in city.sites {
            let place = try #require(site.coordinates)
            #expect((22.40...22.90).contains(place.latitude), "\(site.id)")
            #expect((113.70...115.10).contains(place.longitude), "\(site.id)")
            #expect(spots.insert(place).inserted, "\(site.id)")
        }
    }

    @Test("fibre is longer than the straight line, by the usual factor but for the one leased detour")
    func fibre() throws {
        for link in city.links {
            let a = try #require(link.siteA.flatMap(city.site)?.coordinates)
            let b = try #require(link.siteB.flatMap(city.site)?.coordinates)
            let fibre = try #require(link.fibreKilometres)
            let ratio = fibre / a.kilometres(to: b)
            if link.id == "pinghu-buji" {
                #expect(fibre == 188)
            } else {
                #expect((1.2...1.6).contains(ratio), "\(link.id): \(ratio)")
            }
            #expect([10e9, 100e9, 400e9].contains(link.capacityBitsPerSecond ?? 0), "\(link.id)")
        }
    }

    @Test("it holds the city that it promises")
    func counts() {
        #expect(city.sites.filter { $0.centre != nil }.count == 6)
        #expect(city.sites.filter { $0.importantSite != nil }.count == 12)
        #expect(city.sites.filter { $0.accessPoint != nil }.count == 30)
        #expect(city.sites.filter(\.isKeyLocation).count == 8)
        #expect(city.sites.filter { $0.terminalGroup != nil }.count == 6)
        #expect((60...72).contains(city.links.count), "\(city.links.count)")
        #expect(Set(city.sites.compactMap { $0.terminalGroup?.industry }).count == 6)
        let points = city.sites.filter(\.isCoveragePoint).count
        #expect(points == 38)
        let sections = city.paths.filter { $0.probeIntervalMilliseconds == 10_000 }
        #expect(city.paths.count - sections.count == 15 * 2 + points * 5 + 6 * 6)
    }

    @Test("three of five centres of medium size and above have a 400G exit: K3 is 60 %")
    func exits() throws {
        let minimum = try #require(DemoMetro.policy.mediumMinimumRacks)
        let centres = city.sites.compactMap(\.centre).filter {
            $0.declaredClass.map { $0 != .small } ?? (($0.racks ?? 0) >= minimum)
        }
        #expect(centres.count == 5)
        let equipped = centres.filter { $0.exits.contains { $0.gigabitsPerSecond >= 400 && $0.state != .planned } }
        #expect(equipped.count == 3)
        #expect(centres.contains { $0.exits.filter { $0.gigabitsPerSecond == 100 }.count >= 4 })
    }

    @Test("five of twelve important sites have an OXC: K4 is one site short of its target")
    func crossConnects() {
        let kinds = city.sites.compactMap { $0.importantSite?.crossConnect }
        #expect(kinds.count == 12)
        #expect(kinds.filter { $0 == .oxc }.count == 5)
        #expect(Set(kinds) == Set(ImportantSite.CrossConnect.allCases))
    }

    @Test("every site but the terminals' stands on the graph, and loses no path when one core link is cut")
    func redundancy() throws {
        let graph = FibreGraph(city)
        let hubs = city.sites.indices.filter { city.sites[$0].importantSite != nil }
        for (index, link) in city.links.enumerated() where link.siteA?.text.hasPrefix("hub-") == true {
            let tree = graph.tree(from: hubs[0], avoiding: [index])
            for hub in hubs { #expect(graph.route(in: tree, to: hub) != nil, "\(link.id), \(city.sites[hub].id)") }
        }
    }

    @Test("a path that rides directly on one link names it, and no other does")
    func directLinks() throws {
        for path in city.paths {
            guard let link = path.link.flatMap(city.link) else { continue }
            #expect(Set([link.siteA, link.siteB]) == Set([path.a, path.b]), "\(path.id)")
            #expect(path.routeKilometres ?? 0 >= (link.fibreKilometres ?? 0) - 0.05)
        }
        for link in city.links {
            #expect(city.paths.filter { $0.link == link.id && $0.layer == .ip }.count == 1, "\(link.id)")
        }
    }

    @Test("the script refers to what exists, and does not end before its hours do")
    func script() {
        let script = DemoMetro.script(hours: 24)
        for fault in script {
            switch fault.kind {
            case .cut(let link), .congestion(let link, _): #expect(city.link(link) != nil, "\(link)")
            case .clockStep(let site, _): #expect(city.site(site) != nil, "\(site)")
            case .deviceDown(let device): #expect(city.device(device) != nil, "\(device)")
            }
        }
        #expect(script.contains { $0.startSeconds == -1_260 && $0.kind == .cut("longhua-buji") })
        #expect(script.contains { $0.startSeconds < 0 && $0.startSeconds + ($0.durationSeconds ?? 0) > 0 })
        #expect(script.contains { $0.startSeconds > 23 * 3_600 })
        #expect(script == DemoMetro.script(hours: 24))
    }
}
