import Metro

extension DemoMetro {
    /// Three of the five centres of medium size and above have a 400G exit; the small one counts nowhere.
    static let centres: [Site] = centreGrounds.map { ground in
        Site(
            id: ground.id, name: ground.name, coordinates: ground.coordinates, operatorID: ground.operatorID,
            roles: [
                .centre(
                    ComputingCentre(
                        declaredClass: ground.declaredClass,
                        basis: ground.declaredClass == nil
                            ? nil : "算力设施台账 2025 / register of computing facilities 2025",
                        racks: ground.racks, petaflops: ground.petaflops, exits: exits(of: ground.id)))
            ])
    }

    /// A centre before it is wired.
    struct CentreGround {
        let id: SiteID
        let name: LocalizedName
        let coordinates: Coordinates
        let operatorID: OperatorID
        let declaredClass: CentreClass?
        let racks: Double
        let petaflops: Double

        init(
            _ id: SiteID, _ chinese: String, _ english: String, _ latitude: Double, _ longitude: Double,
            _ operatorID: OperatorID, _ declaredClass: CentreClass?, racks: Double, petaflops: Double
        ) {
            self.id = id
            name = LocalizedName(chinese: chinese, english: english)
            coordinates = Coordinates(latitude: latitude, longitude: longitude)
            self.operatorID = operatorID
            self.declaredClass = declaredClass
            self.racks = racks
            self.petaflops = petaflops
        }
    }

    static let centreGrounds = [
        CentreGround(
            "dc1", "福田一号算力中心", "Futian DC1", 22.530, 114.048, "telecom", .large, racks: 3_400, petaflops: 420),
        CentreGround(
            "dc2", "南山二号算力中心", "Nanshan DC2", 22.545, 113.948, "mobile", .large, racks: 5_200, petaflops: 860),
        CentreGround(
            "dc3", "光明三号算力中心", "Guangming DC3", 22.768, 113.915, "telecom", .large, racks: 6_000,
            petaflops: 1_200),
        // Medium by its racks alone.
        CentreGround(
            "dc4", "龙岗四号算力中心", "Longgang DC4", 22.732, 114.262, "unicom", nil, racks: 1_800, petaflops: 160),
        CentreGround(
            "dc5", "深汕五号算力中心", "Shenshan DC5", 22.822, 115.040, "mobile", .medium, racks: 2_400, petaflops: 310),
        CentreGround(
            "dc6", "盐田六号边缘机房", "Yantian DC6", 22.593, 114.262, "broadnet", .small, racks: 320, petaflops: 18),
    ]

    private static func exits(of centre: SiteID) -> [ExitPort] {
        let planned = ExitPort(gigabitsPerSecond: 400, state: .planned)
        let uplinks = wiring.links.filter { $0.siteA == centre }.map { link in
            ExitPort(
                gigabitsPerSecond: (link.capacityBitsPerSecond ?? 0) / 1e9,
                state: link.id == "dc2-nanshan" ? .accepted(day: "2025-06-30") : .installed, interface: link.a)
        }
        switch centre {
        case "dc2": return uplinks + bundle("pe-dc2", "HundredGigE3/0/", [5, 6, 7])
        case "dc3": return uplinks + [planned]
        case "dc4": return uplinks + bundle("pe-dc4", "HundredGigE3/0/", [5, 6]) + [planned]
        case "dc5": return uplinks + bundle("pe-dc5", "100GE0/2/", [4, 5]) + [planned]
        default: return uplinks
        }
    }

    /// 100G members of a link aggregation towards the backbone: never a 400G exit, however many. Nothing of the metro
    /// stands at their other end.
    private static func bundle(_ device: DeviceID, _ prefix: String, _ ports: [Int]) -> [ExitPort] {
        ports.map {
            ExitPort(
                gigabitsPerSecond: 100, state: .installed,
                interface: InterfaceReference(device: device, name: "\(prefix)\($0)"))
        }
    }
}
