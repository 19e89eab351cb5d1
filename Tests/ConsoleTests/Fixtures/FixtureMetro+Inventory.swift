import Metro

extension FixtureMetro {
    static let telecom: OperatorID = "ct"
    static let mobile: OperatorID = "cm"

    static let inventory = Inventory(
        city: LocalizedName(chinese: "深圳", english: "Shenzhen"),
        province: LocalizedName(chinese: "广东", english: "Guangdong"),
        operators: [
            NetworkOperator(id: telecom, name: LocalizedName(chinese: "中国电信", english: "China Telecom")),
            NetworkOperator(id: mobile, name: LocalizedName(chinese: "中国移动", english: "China Mobile")),
        ],
        sites: centres + importantSites + points + terminals, devices: devices, links: links, paths: paths,
        version: "fixture-1")

    private static func site(
        _ id: String, _ chinese: String, _ english: String, _ latitude: Double, _ longitude: Double,
        _ roles: [SiteRole], operatorID: OperatorID? = telecom
    ) -> Site {
        Site(
            id: SiteID(id), name: LocalizedName(chinese: chinese, english: english),
            coordinates: Coordinates(latitude: latitude, longitude: longitude), operatorID: operatorID, roles: roles)
    }

    private static func centre(
        _ size: CentreClass?, racks: Double?, petaflops: Double?, exits: [ExitPort]
    ) -> [SiteRole] {
        [
            .centre(
                ComputingCentre(
                    declaredClass: size, basis: size == nil ? nil : "operator list 2026-03", racks: racks,
                    petaflops: petaflops, exits: exits))
        ]
    }

    private static let exit400 = ExitPort(
        gigabitsPerSecond: 400, state: .installed, interface: InterfaceReference(device: "pe-dc1", name: "400GE0/1/0"))
    private static let accepted400 = ExitPort(gigabitsPerSecond: 400, state: .accepted(day: "2026-09-30"))
    private static let exit100 = ExitPort(gigabitsPerSecond: 100, state: .installed)
    private static let planned400 = ExitPort(gigabitsPerSecond: 400, state: .planned)

    static let centres: [Site] = [
        site(
            "dc1", "福田", "Futian DC1", 22.545, 114.055,
            centre(.large, racks: 5200, petaflops: 1800, exits: [exit400, exit100])),
        site(
            "dc2", "南山", "Nanshan DC2", 22.533, 113.945,
            centre(.large, racks: 4100, petaflops: 950, exits: [accepted400])),
        site(
            "dc3", "宝安", "Bao'an DC3", 22.625, 113.865,
            centre(.medium, racks: 1600, petaflops: 300, exits: [exit100, planned400])),
        site(
            "dc4", "盐田", "Yantian DC4", 22.575, 114.245, centre(.medium, racks: 1200, petaflops: 210, exits: [exit100])),
        site(
            "dc5", "龙岗", "Longgang DC5", 22.72, 114.25, centre(.large, racks: 6400, petaflops: 2600, exits: [exit400])),
        site(
            "dc6", "光明", "Guangming DC6", 22.765, 113.93, centre(nil, racks: nil, petaflops: nil, exits: []),
            operatorID: mobile),
    ]

    static let importantSites: [Site] = [
        site("is1", "沙井", "Shajing", 22.735, 113.815, [.importantSite(ImportantSite(crossConnect: .oxc))]),
        site("is2", "松岗", "Songgang", 22.785, 113.845, [.importantSite(ImportantSite(crossConnect: .oadm))]),
        site("is3", "公明", "Gongming", 22.79, 113.9, [.importantSite(ImportantSite(crossConnect: .roadm))]),
        site("is4", "观澜", "Guanlan", 22.73, 114.06, [.importantSite(ImportantSite(crossConnect: .oxc))]),
        site("is5", "坂田", "Bantian", 22.635, 114.07, [.importantSite(ImportantSite(crossConnect: .oxc))]),
        site(
            "is6", "布吉", "Buji", 22.605, 114.12,
            [.importantSite(ImportantSite(crossConnect: ImportantSite.CrossConnect.none))]),
        site("is7", "坪地", "Pingdi", 22.775, 114.305, [.importantSite(ImportantSite(crossConnect: .oxc))]),
        site(
            "is8", "坑梓", "Kengzi", 22.745, 114.38, [.importantSite(ImportantSite(crossConnect: nil))],
            operatorID: mobile),
        site("is9", "葵涌", "Kuichong", 22.635, 114.42, [.importantSite(ImportantSite(crossConnect: .oadm))]),
        site("is10", "蛇口", "Shekou", 22.485, 113.915, [.importantSite(ImportantSite(crossConnect: .oxc))]),
        site(
            "is11", "罗湖", "Luohu", 22.548, 114.13, [.importantSite(ImportantSite(crossConnect: .roadm))],
            operatorID: mobile),
        site(
            "is12", "前海枢纽", "Qianhai Hub", 22.53, 113.895,
            [.keyLocation, .importantSite(ImportantSite(crossConnect: .oxc))], operatorID: mobile),
    ]

    static let points: [Site] = [
        site("ap01", "龙华", "Longhua", 22.66, 114.025, [.accessPoint(AccessPoint())]),
        site("ap02", "民治", "Minzhi", 22.62, 114.035, [.accessPoint(AccessPoint())]),
        site("ap03", "西乡", "Xixiang", 22.575, 113.87, [.accessPoint(AccessPoint())]),
        site("ap04", "福永", "Fuyong", 22.675, 113.825, [.accessPoint(AccessPoint())]),
        site("ap05", "石岩", "Shiyan", 22.68, 113.93, [.accessPoint(AccessPoint())], operatorID: mobile),
        site("ap06", "横岗", "Henggang", 22.645, 114.205, [.accessPoint(AccessPoint())]),
        site("ap07", "平湖", "Pinghu", 22.695, 114.13, [.accessPoint(AccessPoint())]),
        site("ap08", "坪山", "Pingshan", 22.69, 114.345, [.accessPoint(AccessPoint())]),
        site("ap09", "大鹏", "Dapeng", 22.595, 114.48, [.accessPoint(AccessPoint())]),
        site("ap10", "南澳", "Nan'ao", 22.535, 114.485, [.accessPoint(AccessPoint())], operatorID: mobile),
        site("ap11", "沙头角", "Shatoujiao", 22.555, 114.225, [.accessPoint(AccessPoint())]),
        site("ap12", "莲塘", "Liantang", 22.565, 114.17, [.accessPoint(AccessPoint())]),
        site("ap13", "香蜜湖", "Xiangmihu", 22.55, 114.03, [.accessPoint(AccessPoint())]),
        site("ap14", "沙河", "Shahe", 22.54, 113.985, [.accessPoint(AccessPoint())]),
        site("ap15", "西丽", "Xili", 22.585, 113.955, [.accessPoint(AccessPoint())]),
        site("ap16", "燕罗", "Yanluo", 22.81, 113.84, [.accessPoint(AccessPoint())], operatorID: mobile),
        site("ap17", "凤凰", "Fenghuang", 22.755, 113.955, [.accessPoint(AccessPoint())], operatorID: mobile),
        site("ap18", "福海\u{1B}[31m新桥", "Fuhai\u{1B}[31m\u{7}Xinqiao", 22.695, 113.795, [.accessPoint(AccessPoint())]),
        site("kl1", "深圳北站", "Shenzhen North Station", 22.61, 114.03, [.keyLocation]),
        site("kl2", "宝安国际机场", "Bao'an International Airport Terminal 3 West Concourse", 22.64, 113.81, [.keyLocation]),
        site("kl3", "盐田港", "Yantian Port", 22.56, 114.275, [.keyLocation]),
        site("kl4", "大运中心", "Universiade Centre", 22.695, 114.215, [.keyLocation]),
        site("kl5", "会展中心", "Convention Centre", 22.535, 114.06, [.keyLocation]),
        site("kl6", "国际低碳城", "Low Carbon City", 22.79, 114.34, [.keyLocation]),
        site("kl7", "科学城", "Science City", 22.74, 113.94, [.keyLocation], operatorID: mobile),
    ]

    static let terminals: [Site] = [
        site(
            "tg1", "比亚迪坪山工厂", "Pingshan Works", 22.68, 114.36,
            [.terminalGroup(TerminalGroup(terminalClass: "AGV", industry: .manufacturing))]),
        site(
            "tg2", "证券交易所", "Stock Exchange", 22.541, 114.05,
            [.terminalGroup(TerminalGroup(terminalClass: "trading desk", industry: .finance))]),
    ]

    static let devices: [Device] = (centres + importantSites).map { site in
        Device(
            id: DeviceID("pe-\(site.id)"), name: LocalizedName(english: "PE-\(site.id.text.uppercased())"),
            site: site.id,
            snmp: SNMPAccess(host: "192.0.2.\(site.id.text.count * 10)"), stamp: STAMPAccess(host: "192.0.2.1"))
    }

    /// Ends, Gb/s, kilometres of fibre.
    private static let linkTable: [(String, String, Double, Double)] = [
        ("dc1", "dc2", 400, 17), ("dc1", "dc3", 400, 30), ("dc1", "dc4", 400, 27), ("dc1", "dc5", 800, 38),
        ("dc2", "dc3", 400, 18), ("dc3", "dc6", 100, 26), ("dc5", "dc6", 100, 47), ("dc4", "dc5", 400, 22),
        ("dc2", "dc5", 400, 52), ("dc3", "is1", 100, 19), ("dc6", "is3", 100, 6), ("is1", "is2", 100, 9),
        ("dc1", "is5", 100, 14), ("is5", "is4", 100, 15), ("dc1", "is11", 100, 10), ("is11", "is6", 100, 9),
        ("dc5", "is7", 100, 11), ("is7", "is8", 100, 12), ("dc4", "is9", 100, 27), ("dc2", "is10", 100, 9),
        ("dc2", "is12", 100, 7), ("is3", "is2", 10, 8),
    ]

    static let links: [Link] = linkTable.enumerated().map { index, row in
        Link(
            id: LinkID("\(row.0)-\(row.1)"),
            a: InterfaceReference(device: DeviceID("pe-\(row.0)"), name: "400GE0/\(index)/0"),
            b: InterfaceReference(device: DeviceID("pe-\(row.1)"), name: "400GE0/\(index)/1"), siteA: SiteID(row.0),
            siteB: SiteID(row.1), capacityBitsPerSecond: row.2 * 1e9, fibreKilometres: row.3,
            operatorID: index % 5 == 4 ? mobile : telecom)
    }
}
