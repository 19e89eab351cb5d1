import Metro

extension FixtureMetro {
    static let traps: TrapPicture = {
        var counters = TrapPicture.Counters()
        counters.received = 103_377
        counters.limited = 90_120
        counters.unknownSource = 118
        counters.malformed = 3
        counters.wrongCommunity = 40
        counters.discoveries = 6
        counters.wrongDigest = 2
        counters.outsideTimeWindow = 1
        counters.duplicates = 12
        counters.delivered = 12_903
        counters.unknown = 172
        counters.version1 = 41
        counters.version2 = 12_980
        counters.version3 = 54
        counters.links = 12_880
        counters.starts = 2
        counters.authenticationFailures = 21
        counters.informsAnswered = 36
        func source(
            _ address: String, _ device: DeviceID?, _ received: UInt64, limited: UInt64 = 0, failures: UInt64 = 0,
            recent: UInt64 = 0, isLimited: Bool = false
        ) -> TrapPicture.Source {
            TrapPicture.Source(
                address: address, device: device, received: received, limited: limited,
                authenticationFailures: failures, lastTenSeconds: recent, isLimited: isLimited,
                lastNanoseconds: minutesAgo(0.1))
        }
        return TrapPicture(
            address: "0.0.0.0:162", counters: counters,
            sources: [
                source("192.0.2.60", "pe-dc6", 102_465, limited: 90_120, recent: 12_345, isLimited: true),
                source("192.0.2.10", "pe-dc1", 420, failures: 21, recent: 2),
                source("198.51.100.9", nil, 118), source("2001:db8::88", "pe-is8", 12),
            ], forgottenSources: 4, unknown: unknownTraps)
    }()

    private static let unknownTraps: [TrapPicture.Unknown] = (0..<19).map { index in
        let isHuawei = index % 3 != 2
        return TrapPicture.Unknown(
            timeNanoseconds: minutesAgo(0.4 + 7.3 * Double(index)),
            source: isHuawei ? "192.0.2.10:49162" : "[2001:db8::88]:161", device: isHuawei ? "pe-dc1" : "pe-is8",
            version: ["v2c", "v3", "v1"][index % 3],
            name: isHuawei ? "1.3.6.1.4.1.2011.5.25.219.2.10.\(5 + index)" : "1.3.6.1.4.1.9.9.43.2.0.1",
            variables: isHuawei
                ? [
                    "1.3.6.1.4.1.2011.5.25.219.1.3.1.2.9 = 风扇框 2 \u{1B}[5m转速异常",
                    "1.3.6.1.2.1.47.1.1.1.1.7.16842753 = \"Fan tray 2\"", "1.3.6.1.4.1.2011.5.25.31.1.1.10.1.5 = 1740",
                ] : ["1.3.6.1.4.1.9.9.43.1.1.6.1.3.7 = 1"])
    }

    static let drift = DriftPicture(
        findings: [
            DriftFinding(
                .interfaceRenamed, device: "pe-is3", interface: "400GE0/21/0", link: "is3-is2",
                expected: "400GE0/21/0", found: "HundredGigE0/21/0"),
            DriftFinding(
                .otherNeighbour, device: "pe-dc1", interface: "400GE0/0/0", link: "dc1-dc2",
                expected: "pe-dc2:400GE0/0/1", found: "pe-dc3:400GE0/7/1"),
            DriftFinding(
                .speedDiffers, device: "pe-is5", interface: "400GE0/13/0", link: "is5-is4", expected: "100G",
                found: "10G"),
            DriftFinding(.deviceSilent, device: "pe-dc6", expected: "192.0.2.60"),
            DriftFinding(
                .unknownNeighbour, device: "pe-is7", interface: "400GE0/16/1", found: "机房交换机\u{7} port 24"),
        ], surveyedDevices: 15, polledDevices: 18, deafDevices: 2)
}
