import Metro

/// The city that the console shows when no configuration is given: Shenzhen with its real districts, and in them
/// facilities that do not exist.
///
/// What misses, misses for causes that real cities have: a centre 180 km of fibre away behind a site without an OXC,
/// an old SDH chain on a peninsula, a ring that hangs on a leased detour, a probe without a clock.
public enum DemoMetro {
    /// 6 centres, 12 important sites, 30 access points, 8 key locations (3 of them important sites), 6 terminal groups.
    public static let inventory = Inventory(
        city: LocalizedName(chinese: "深圳", english: "Shenzhen"),
        province: LocalizedName(chinese: "广东", english: "Guangdong"), timeZone: "Asia/Shanghai",
        operators: operators, sites: sites, devices: wiring.devices, links: wiring.links, paths: measuredPaths(),
        version: "demo-1")

    /// The notice's targets; a centre without a declared class is medium from 1 000 standard racks on.
    public static let policy = IndicatorPolicy(mediumMinimumRacks: 1_000)

    /// The area code of Shenzhen.
    public static let seed: UInt64 = 755

    public static let traits = SimulationTraits(
        linkEquipmentNanoseconds: [
            // Six SDH multiplexers in a row, O-E-O in each, and the alignment of virtual containers at the ends.
            "meisha-kuichong": 6 * FibrePhysics.opticalElectricalConversion + 80_000,
            "kuichong-baguang": 1.5 * FibrePhysics.opticalElectricalConversion,
            "kuichong-dapeng": 1.5 * FibrePhysics.opticalElectricalConversion,
            "dapeng-nanao": 1.5 * FibrePhysics.opticalElectricalConversion,
        ],
        accessNanoseconds: [
            "term-finance": 550_000, "term-manufacturing": 2_600_000, "term-health": 1_900_000,
            "term-education": 3_200_000, "term-transport": 5_800_000, "term-entertainment": 4_100_000,
        ],
        unsynchronisedSites: ["ap-shiyan"],
        businessShare: businessShares,
        asymmetricPaths: ["dc1-dc3.ip", "ap-xili-dc1", "key-expo-dc2"])

    static let operators = [
        NetworkOperator(id: "telecom", name: LocalizedName(chinese: "中国电信", english: "China Telecom")),
        NetworkOperator(id: "mobile", name: LocalizedName(chinese: "中国移动", english: "China Mobile")),
        NetworkOperator(id: "unicom", name: LocalizedName(chinese: "中国联通", english: "China Unicom")),
        NetworkOperator(id: "broadnet", name: LocalizedName(chinese: "中国广电", english: "China Broadnet")),
    ]
}
