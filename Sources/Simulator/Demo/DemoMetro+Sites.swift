import Metro

extension DemoMetro {
    static let sites: [Site] = centres + importantSites + keyLocations + accessPoints + terminalGroups

    private static func site(
        _ id: SiteID, _ chinese: String, _ english: String, _ latitude: Double, _ longitude: Double,
        _ operatorID: OperatorID, _ roles: SiteRole...
    ) -> Site {
        Site(
            id: id, name: LocalizedName(chinese: chinese, english: english),
            coordinates: Coordinates(latitude: latitude, longitude: longitude), operatorID: operatorID, roles: roles)
    }

    static let importantSites: [Site] = [
        site("hub-futian", "福田枢纽", "Futian hub", 22.541, 114.060, "telecom", important(.oxc)),
        site("hub-luohu", "罗湖枢纽", "Luohu hub", 22.549, 114.121, "telecom", important(.oxc)),
        site("hub-nanshan", "南山枢纽", "Nanshan hub", 22.533, 113.932, "mobile", important(.oxc)),
        site("hub-qianhai", "前海枢纽", "Qianhai hub", 22.523, 113.896, "unicom", important(.roadm), .keyLocation),
        site("hub-airport", "机场枢纽", "Airport hub", 22.639, 113.811, "telecom", important(.oadm), .keyLocation),
        site("hub-guangming", "光明枢纽", "Guangming hub", 22.749, 113.930, "telecom", important(.oxc)),
        site("hub-longhua", "龙华枢纽", "Longhua hub", 22.657, 114.022, "unicom", important(.roadm)),
        site("hub-buji", "布吉枢纽", "Buji hub", 22.602, 114.118, "mobile", important(.roadm)),
        site("hub-longgang", "龙岗枢纽", "Longgang hub", 22.720, 114.247, "mobile", important(.oxc)),
        site("hub-pingshan", "坪山枢纽", "Pingshan hub", 22.691, 114.346, "telecom", important(.none)),
        site("hub-yantian", "盐田港枢纽", "Yantian Port hub", 22.577, 114.270, "unicom", important(.oadm), .keyLocation),
        site("hub-shenshan", "深汕枢纽", "Shenshan hub", 22.805, 115.022, "mobile", important(.roadm)),
    ]

    private static func important(_ crossConnect: ImportantSite.CrossConnect) -> SiteRole {
        .importantSite(ImportantSite(crossConnect: crossConnect))
    }

    static let keyLocations: [Site] = [
        site("key-north-station", "深圳北站", "North Railway Station", 22.6096, 114.0290, "mobile", .keyLocation),
        site("key-expo", "国际会展中心", "World Exhibition Centre", 22.697, 113.776, "telecom", .keyLocation),
        site("key-shenzhen-bay", "深圳湾口岸", "Shenzhen Bay Port", 22.503, 113.944, "unicom", .keyLocation),
        site("key-universiade", "大运中心", "Universiade Centre", 22.691, 114.213, "mobile", .keyLocation),
        site("key-liantang", "莲塘口岸", "Liantang Port", 22.555, 114.165, "telecom", .keyLocation),
    ]

    private static func point(
        _ id: SiteID, _ chinese: String, _ english: String, _ latitude: Double, _ longitude: Double,
        _ operatorID: OperatorID
    ) -> Site {
        site(id, chinese, english, latitude, longitude, operatorID, .accessPoint(AccessPoint()))
    }

    static let accessPoints: [Site] = [
        point("ap-huaqiangbei", "华强北", "Huaqiangbei", 22.547, 114.087, "telecom"),
        point("ap-chegongmiao", "车公庙", "Chegongmiao", 22.536, 114.025, "mobile"),
        point("ap-meilin", "梅林", "Meilin", 22.568, 114.046, "unicom"),
        point("ap-sungang", "笋岗", "Sungang", 22.566, 114.106, "telecom"),
        point("ap-kejiyuan", "科技园", "Kejiyuan", 22.548, 113.954, "mobile"),
        point("ap-shekou", "蛇口", "Shekou", 22.487, 113.919, "mobile"),
        point("ap-xili", "西丽", "Xili", 22.582, 113.954, "telecom"),
        point("ap-houhai", "后海", "Houhai", 22.517, 113.936, "unicom"),
        point("ap-baoan", "宝安中心", "Bao'an Centre", 22.555, 113.884, "mobile"),
        point("ap-xixiang", "西乡", "Xixiang", 22.575, 113.862, "telecom"),
        point("ap-fuyong", "福永", "Fuyong", 22.672, 113.822, "telecom"),
        point("ap-shajing", "沙井", "Shajing", 22.732, 113.805, "mobile"),
        point("ap-songgang", "松岗", "Songgang", 22.769, 113.837, "unicom"),
        point("ap-shiyan", "石岩", "Shiyan", 22.680, 113.930, "telecom"),
        point("ap-gongming", "公明", "Gongming", 22.784, 113.896, "mobile"),
        point("ap-minzhi", "民治", "Minzhi", 22.623, 114.034, "telecom"),
        point("ap-guanlan", "观澜", "Guanlan", 22.716, 114.065, "broadnet"),
        point("ap-dalang", "大浪", "Dalang", 22.679, 113.998, "broadnet"),
        point("ap-bantian", "坂田", "Bantian", 22.633, 114.069, "mobile"),
        point("ap-henggang", "横岗", "Henggang", 22.647, 114.206, "unicom"),
        point("ap-pinghu", "平湖", "Pinghu", 22.690, 114.130, "broadnet"),
        point("ap-pingdi", "坪地", "Pingdi", 22.777, 114.304, "broadnet"),
        point("ap-kengzi", "坑梓", "Kengzi", 22.748, 114.382, "broadnet"),
        point("ap-shatoujiao", "沙头角", "Shatoujiao", 22.557, 114.228, "mobile"),
        point("ap-meisha", "梅沙", "Meisha", 22.597, 114.305, "telecom"),
        point("ap-kuichong", "葵涌", "Kuichong", 22.637, 114.420, "telecom"),
        point("ap-baguang", "坝光", "Baguang", 22.650, 114.520, "telecom"),
        point("ap-dapeng", "大鹏", "Dapeng", 22.592, 114.478, "telecom"),
        point("ap-nanao", "南澳", "Nan'ao", 22.534, 114.486, "telecom"),
        point("ap-ebu", "鹅埠", "Ebu", 22.829, 114.992, "mobile"),
    ]

    private static func terminals(
        _ id: SiteID, _ chinese: String, _ english: String, _ latitude: Double, _ longitude: Double,
        _ operatorID: OperatorID, _ terminalClass: String, _ industry: Industry
    ) -> Site {
        site(
            id, chinese, english, latitude, longitude, operatorID,
            .terminalGroup(TerminalGroup(terminalClass: terminalClass, industry: industry)))
    }

    private static let terminalGroups: [Site] = [
        terminals(
            "term-finance", "福田交易终端", "Futian trading desks", 22.5385, 114.0545, "telecom", "trading desk", .finance),
        terminals(
            "term-manufacturing", "沙井工厂产线", "Shajing factory lines", 22.738, 113.818, "mobile", "5G controller",
            .manufacturing),
        terminals(
            "term-health", "罗湖影像终端", "Luohu imaging", 22.556, 114.129, "telecom", "imaging station", .healthCare),
        terminals(
            "term-education", "大运教学终端", "Universiade classrooms", 22.697, 114.205, "unicom", "virtual classroom",
            .education),
        terminals(
            "term-transport", "坪山网联车辆", "Pingshan vehicles", 22.700, 114.338, "mobile", "connected vehicle",
            .transport),
        terminals(
            "term-entertainment", "南山云游戏", "Nanshan cloud games", 22.528, 113.922, "mobile", "cloud game client",
            .entertainment),
    ]

    /// Office districts against dormitory towns; links between them mix both.
    static let businessShares: [SiteID: Double] = [
        "dc1": 0.8, "dc2": 0.75, "hub-futian": 0.9, "hub-luohu": 0.7, "hub-nanshan": 0.8, "hub-qianhai": 0.85,
        "hub-airport": 0.6, "hub-longhua": 0.35, "hub-buji": 0.25, "hub-longgang": 0.4, "hub-yantian": 0.6,
        "ap-huaqiangbei": 0.85, "ap-chegongmiao": 0.9, "ap-kejiyuan": 0.95, "ap-houhai": 0.8, "ap-shekou": 0.5,
        "ap-meilin": 0.3, "ap-xili": 0.4, "ap-baoan": 0.6, "ap-xixiang": 0.15, "ap-fuyong": 0.4, "ap-shajing": 0.35,
        "ap-songgang": 0.3, "ap-gongming": 0.3, "ap-minzhi": 0.1, "ap-bantian": 0.7, "ap-henggang": 0.2,
        "ap-shatoujiao": 0.3, "ap-meisha": 0.1, "ap-nanao": 0.1, "key-expo": 0.9, "key-north-station": 0.6,
    ]
}
