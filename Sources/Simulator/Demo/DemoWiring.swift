import Metro

/// Routers at the ends of the cables, with ports named as their vendors name them.
struct DemoWiring: Sendable {
    private(set) var devices: [Device] = []
    private(set) var links: [Link] = []

    struct Place: Sendable {
        let name: LocalizedName
        let coordinates: Coordinates
    }

    enum Vendor: Int, CaseIterable {
        case huawei, h3c, zte

        /// ifName of the `number`-th port of this speed, counted from 0.
        func port(gigabits: Double, _ number: Int) -> String {
            switch (self, gigabits) {
            case (.huawei, 400...): "400GE0/1/\(number)"
            case (.huawei, 100...): "100GE0/2/\(number)"
            case (.huawei, _): "XGigabitEthernet0/3/\(number)"
            case (.h3c, 400...): "FourHundredGigE2/0/\(number + 1)"
            case (.h3c, 100...): "HundredGigE3/0/\(number + 1)"
            case (.h3c, _): "Ten-GigabitEthernet4/0/\(number + 1)"
            case (.zte, 100...): "cgei-0/2/0/\(number + 1)"
            case (.zte, _): "xgei-0/3/0/\(number + 1)"
            }
        }
    }

    private var usedPorts: [String: Int] = [:]

    init(cables: [DemoMetro.Cable], places: [SiteID: Place]) {
        var known: Set<DeviceID> = []
        for cable in cables {
            for end in [cable.a, cable.b] where known.insert(Self.device(at: end)).inserted {
                let name = places[end]?.name
                devices.append(
                    Device(
                        id: Self.device(at: end),
                        name: LocalizedName(
                            chinese: (name?.text(.chinese) ?? "") + Self.role(end).chinese,
                            english: (name?.text(.english) ?? "") + Self.role(end).english), site: end))
            }
            let straight = places[cable.a].flatMap { a in
                places[cable.b].map { a.coordinates.kilometres(to: $0.coordinates) }
            }
            let kilometres = cable.kilometres ?? ((straight ?? 0) * cable.detour * 10).rounded(.up) / 10
            links.append(
                Link(
                    id: LinkID("\(Self.place(cable.a))-\(Self.place(cable.b))"),
                    a: plug(cable.a, cable.gigabits), b: plug(cable.b, cable.gigabits), siteA: cable.a,
                    siteB: cable.b, capacityBitsPerSecond: cable.gigabits * 1e9, fibreKilometres: kilometres,
                    operatorID: cable.operatorID))
        }
    }

    private mutating func plug(_ site: SiteID, _ gigabits: Double) -> InterfaceReference {
        let device = Self.device(at: site)
        let key = "\(device)/\(gigabits)"
        let number = usedPorts[key, default: 0]
        usedPorts[key] = number + 1
        return InterfaceReference(device: device, name: Self.vendor(site).port(gigabits: gigabits, number))
    }

    /// `ap-shekou` → `shekou`; `dc1` stays.
    private static func place(_ site: SiteID) -> String {
        for prefix in ["hub-", "ap-", "key-"] where site.text.hasPrefix(prefix) {
            return String(site.text.dropFirst(prefix.count))
        }
        return site.text
    }

    private static func device(at site: SiteID) -> DeviceID {
        let prefix = site.text.hasPrefix("hub-") ? "cr" : site.text.hasPrefix("dc") ? "pe" : "ar"
        return DeviceID("\(prefix)-\(place(site))")
    }

    private static func role(_ site: SiteID) -> (chinese: String, english: String) {
        site.text.hasPrefix("hub-")
            ? ("核心路由器", " core router")
            : site.text.hasPrefix("dc") ? ("出口路由器", " edge router") : ("接入路由器", " access router")
    }

    /// 400G ports only where the name says so: hubs and centres are Huawei or H3C, access is mixed.
    private static func vendor(_ site: SiteID) -> Vendor {
        let number = site.text.utf8.reduce(0) { $0 &* 31 &+ Int($1) }
        switch site.text {
        case "dc2", "dc4": return .h3c
        case "dc1", "dc3", "dc5", "dc6": return .huawei
        default: break
        }
        let choices: [Vendor] = site.text.hasPrefix("hub-") ? [.huawei, .h3c] : Vendor.allCases
        return choices[Int(number.magnitude % UInt(choices.count))]
    }
}
