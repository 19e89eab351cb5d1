import Metro

extension FixtureMetro {
    static let linkPictures: [LinkPicture] = links.enumerated().map { index, link in
        let capacity = link.capacityBitsPerSecond ?? 0
        let riding = paths.indices.filter { paths[$0].link == link.id }
        switch link.id.text {
        case "dc5-dc6":
            var down = LinkDirectionPicture.missing(.agentRestarted)
            down.operationalStatus = .known(.down)
            down.speedBitsPerSecond = .known(0)
            down.minuteUtilization = Deferred(
                utilization(0.3, seed: index).enumerated().map { $0 < 38 ? $1 : .nan })
            return LinkPicture(
                forward: down, backward: down, severity: .breach,
                endA: LinkEndPicture(
                    alias: "to GM-DC6",
                    optics: InterfaceOptics(
                        receivedPowerDBm: .missing(.noLight), transmittedPowerDBm: .known(-0.4),
                        timeNanoseconds: minutesAgo(1))),
                paths: riding)
        case "is7-is8":
            return LinkPicture(forward: .missing(.noAnswer), backward: .missing(.noAnswer), severity: .unknown)
        case "is3-is2":
            return LinkPicture(
                forward: .missing(.interfaceNotFound), backward: .missing(.counter32TooFast), severity: .unknown,
                endA: LinkEndPicture(alias: "铜缆\u{1B}]0;owned\u{7}备份"),
                endB: LinkEndPicture(alias: "an alias far longer than any column that will ever be given to it, 很长很长"))
        case "dc3-is1":
            var stale = traffic(0.22, capacity, seed: index)
            stale.ageNanoseconds = 211_000_000_000
            stale.utilization = .missing(.stale)
            stale.bitsPerSecond = .missing(.stale)
            return LinkPicture(
                forward: stale, backward: .missing(.awaitingSecondReading), severity: .stale, paths: riding)
        case "dc1-dc2":
            var forward = traffic(0.91, capacity, seed: index)
            forward.discardsPerSecond = .known(41.5)
            forward.endsDisagree = true
            return LinkPicture(
                forward: forward, backward: traffic(0.64, capacity, seed: index + 50), severity: .warning,

                endA: LinkEndPicture(
                    alias: "至南山DC2 主用", ifIndex: 12, oddities: ["ifHighSpeed in bit/s, read as such"],
                    optics: InterfaceOptics(
                        receivedPowerDBm: .known(-7.86), transmittedPowerDBm: .known(1.2),
                        temperatureCelsius: .known(44.5), lanes: 4, timeNanoseconds: minutesAgo(1))),
                endB: LinkEndPicture(
                    alias: "to Futian DC1 main", ifIndex: 7,
                    optics: InterfaceOptics(
                        receivedPowerDBm: .known(-14.25), transmittedPowerDBm: .missing(.sensorFailed),
                        timeNanoseconds: minutesAgo(1))),
                paths: riding)
        case "is5-is4":
            return LinkPicture(
                forward: traffic(0.12, capacity / 10, seed: index),
                backward: traffic(0.08, capacity / 10, seed: index + 50),
                severity: .maintenance, capacityDiffers: true, paths: riding)
        default:
            let share = 0.08 + 0.5 * noise(99, index)
            return LinkPicture(
                forward: traffic(share, capacity, seed: index),
                backward: traffic(share * 0.4, capacity, seed: index + 50),
                severity: .ok, endA: LinkEndPicture(alias: "to \(link.siteB?.text ?? "")"),
                endB: LinkEndPicture(alias: "to \(link.siteA?.text ?? "")"), paths: riding)
        }
    }

    private static func traffic(_ share: Double, _ capacity: Double, seed: Int) -> LinkDirectionPicture {
        LinkDirectionPicture(
            utilization: .known(share), bitsPerSecond: .known(share * capacity), speedBitsPerSecond: .known(capacity),
            errorsPerSecond: .known(0), discardsPerSecond: seed % 7 == 3 ? .missing(.columnAbsent) : .known(0),
            operationalStatus: .known(.up), ageNanoseconds: 11_000_000_000,
            minuteUtilization: Deferred(utilization(share, seed: seed)))
    }

    private static func utilization(_ share: Double, seed: Int) -> [Float] {
        (0..<60).map { minute in
            Float(max(0, min(1.05, share * (0.75 + 0.004 * Double(minute) + 0.2 * noise(seed + 900, minute)))))
        }
    }
}
