import Metro

extension DemoMetro {
    /// One row of the cable register: ends, Gb/s, and fibre as a multiple of the straight line.
    struct Cable: Sendable {
        let a: SiteID
        let b: SiteID
        let gigabits: Double
        let operatorID: OperatorID
        let detour: Double
        /// Kilometres where the route has nothing to do with the straight line.
        let kilometres: Double?

        init(
            _ a: SiteID, _ b: SiteID, _ gigabits: Double, _ operatorID: OperatorID, _ detour: Double = 1.35,
            kilometres: Double? = nil
        ) {
            self.a = a
            self.b = b
            self.gigabits = gigabits
            self.operatorID = operatorID
            self.detour = detour
            self.kilometres = kilometres
        }
    }

    static let wiring = DemoWiring(cables: core + centreCables + western + northern + eastern, places: places)

    /// Sites that a cable can end at.
    private static let places: [SiteID: DemoWiring.Place] = {
        var places: [SiteID: DemoWiring.Place] = [:]
        for ground in centreGrounds { places[ground.id] = .init(name: ground.name, coordinates: ground.coordinates) }
        for site in importantSites + keyLocations + accessPoints {
            places[site.id] = site.coordinates.map { .init(name: site.name, coordinates: $0) }
        }
        return places
    }()

    /// Two rings through the districts and two ways to the co-operation zone in the east.
    private static let core = [
        Cable("hub-futian", "hub-luohu", 400, "telecom", 1.30),
        Cable("hub-futian", "hub-nanshan", 400, "telecom", 1.25),
        Cable("hub-nanshan", "hub-qianhai", 400, "mobile"),
        Cable("hub-qianhai", "hub-airport", 100, "unicom"),
        Cable("hub-airport", "hub-guangming", 100, "telecom", 1.30),
        Cable("hub-guangming", "hub-longhua", 400, "telecom", 1.40),
        Cable("hub-longhua", "hub-buji", 400, "unicom", 1.38),
        Cable("hub-buji", "hub-luohu", 400, "mobile"),
        Cable("hub-longhua", "hub-futian", 400, "telecom"),
        Cable("hub-nanshan", "hub-longhua", 100, "mobile"),
        Cable("hub-buji", "hub-longgang", 400, "mobile", 1.36),
        Cable("hub-longgang", "hub-pingshan", 100, "mobile", 1.33),
        Cable("hub-luohu", "hub-yantian", 100, "telecom", 1.28),
        Cable("hub-yantian", "hub-pingshan", 100, "unicom", 1.28),
        Cable("hub-pingshan", "hub-shenshan", 100, "telecom", 1.40),
        Cable("hub-longgang", "hub-shenshan", 100, "mobile", 1.47),
    ]

    private static let centreCables = [
        Cable("dc1", "hub-futian", 400, "telecom", 1.40),
        Cable("dc1", "hub-luohu", 400, "telecom", 1.40),
        Cable("dc2", "hub-nanshan", 400, "mobile", 1.40),
        Cable("dc2", "hub-qianhai", 100, "mobile", 1.40),
        Cable("dc3", "hub-guangming", 400, "telecom", 1.40),
        Cable("dc3", "hub-airport", 400, "telecom", 1.40),
        Cable("dc4", "hub-longgang", 100, "unicom", 1.40),
        Cable("dc4", "hub-buji", 100, "unicom", 1.45),
        Cable("dc5", "hub-shenshan", 100, "mobile", 1.40),
        Cable("dc5", "ap-ebu", 100, "mobile", 1.40),
        Cable("dc6", "hub-yantian", 100, "broadnet", 1.40),
        Cable("dc6", "hub-luohu", 10, "broadnet"),
    ]

    private static let western = [
        Cable("ap-huaqiangbei", "hub-futian", 100, "telecom"),
        Cable("ap-huaqiangbei", "hub-luohu", 100, "telecom"),
        Cable("ap-chegongmiao", "hub-futian", 100, "mobile", 1.30),
        Cable("ap-meilin", "hub-futian", 10, "unicom", 1.40),
        Cable("ap-sungang", "hub-luohu", 10, "telecom"),
        Cable("ap-sungang", "hub-buji", 10, "telecom"),
        Cable("ap-kejiyuan", "hub-nanshan", 100, "mobile"),
        Cable("ap-shekou", "hub-nanshan", 10, "mobile", 1.40),
        Cable("ap-xili", "hub-nanshan", 10, "telecom", 1.40),
        Cable("ap-houhai", "hub-nanshan", 100, "unicom"),
        Cable("key-shenzhen-bay", "ap-houhai", 10, "unicom"),
        Cable("ap-baoan", "hub-qianhai", 100, "mobile"),
        Cable("ap-xixiang", "ap-baoan", 10, "telecom"),
        Cable("ap-fuyong", "hub-airport", 100, "telecom"),
        Cable("ap-shajing", "ap-fuyong", 100, "mobile", 1.40),
        Cable("ap-songgang", "ap-shajing", 10, "unicom"),
        Cable("ap-songgang", "hub-guangming", 10, "unicom", 1.45),
        Cable("key-expo", "ap-fuyong", 100, "telecom"),
    ]

    /// The cable television ring of the north hangs on one leased fibre that goes round through Dongguan and Huizhou.
    private static let northern = [
        Cable("ap-shiyan", "hub-guangming", 10, "telecom", 1.40),
        Cable("ap-gongming", "hub-guangming", 10, "mobile"),
        Cable("ap-minzhi", "hub-longhua", 10, "telecom"),
        Cable("key-north-station", "ap-minzhi", 10, "mobile", 1.40),
        Cable("key-north-station", "hub-longhua", 10, "mobile"),
        Cable("ap-bantian", "hub-longhua", 100, "mobile"),
        Cable("ap-bantian", "ap-minzhi", 10, "mobile"),
        Cable("ap-pinghu", "hub-buji", 100, "broadnet", kilometres: 188),
        Cable("ap-guanlan", "ap-pinghu", 10, "broadnet"),
        Cable("ap-dalang", "ap-guanlan", 10, "broadnet"),
        Cable("ap-pingdi", "ap-pinghu", 10, "broadnet"),
        Cable("ap-kengzi", "ap-pingdi", 10, "broadnet"),
    ]

    /// Beyond Meisha the peninsula is fed by the old SDH chain.
    private static let eastern = [
        Cable("ap-henggang", "hub-buji", 10, "unicom", 1.40),
        Cable("key-universiade", "hub-longgang", 100, "mobile"),
        Cable("key-liantang", "hub-luohu", 10, "telecom"),
        Cable("ap-shatoujiao", "hub-luohu", 10, "mobile", 1.40),
        Cable("ap-shatoujiao", "hub-yantian", 10, "mobile", 1.40),
        Cable("ap-meisha", "hub-yantian", 100, "telecom"),
        Cable("ap-meisha", "ap-kuichong", 10, "telecom", 1.40),
        Cable("ap-kuichong", "ap-baguang", 10, "telecom", 1.45),
        Cable("ap-kuichong", "ap-dapeng", 10, "telecom", 1.40),
        Cable("ap-dapeng", "ap-nanao", 10, "telecom", 1.45),
        Cable("ap-ebu", "hub-shenshan", 10, "mobile", 1.40),
    ]
}
