import Metro

extension DriftFinding.Kind {
    /// Fits a table cell: at most 19 columns.
    public var word: Bilingual {
        switch self {
        case .interfaceMissing: Bilingual("设备无此接口", "no such interface")
        case .interfaceRenamed: Bilingual("接口已改名", "interface renamed")
        case .otherNeighbour: Bilingual("对端不符", "other neighbour")
        case .linkUnseen: Bilingual("链路未见对端", "link unseen")
        case .speedDiffers: Bilingual("速率不符", "speed differs")
        case .linkUnlisted: Bilingual("清单缺链路", "link not listed")
        case .deviceSilent: Bilingual("设备无应答", "device silent")
        case .deviceUnlisted: Bilingual("清单缺设备", "device not listed")
        case .unknownNeighbour: Bilingual("未知邻居", "unknown neighbour")
        }
    }

    /// The next step.
    public var advice: Bilingual {
        switch self {
        case .interfaceMissing:
            Bilingual(
                "核对清单中的接口名；haomiao poll 列出设备的全部接口",
                "check the name in the inventory; haomiao poll lists what the device has")
        case .interfaceRenamed:
            Bilingual("将清单中的接口改为设备现用的名称", "give the link in the inventory the name that the device has now")
        case .otherNeighbour:
            Bilingual("核对光纤跳接，或更正清单中的链路", "check the patching, or correct the link in the inventory")
        case .linkUnseen:
            Bilingual("检查光纤与两端 LLDP，或从清单中删除该链路", "check the fibre and LLDP at both ends, or take the link out")
        case .speedDiffers:
            Bilingual("核对光模块与协商速率，或更正清单容量", "check the transceiver and the speed set, or correct the capacity")
        case .linkUnlisted:
            Bilingual("将该链路加入清单：haomiao discover 可输出", "add the link: haomiao discover prints it")
        case .deviceSilent:
            Bilingual("检查地址、防火墙与口令：haomiao poll 说明原因", "check address, firewall and secret: haomiao poll says why")
        case .deviceUnlisted:
            Bilingual("将该设备加入清单：haomiao discover 可输出", "add the device: haomiao discover prints it")
        case .unknownNeighbour:
            Bilingual("若属本网，将其加入清单", "add it to the inventory if it is part of this network")
        }
    }
}

extension DriftFinding {
    /// Where: `pe1:400GE0/1/0`, the device alone, or what was found.
    var place: String {
        guard let device else { return found ?? link?.text ?? Figure.missing }
        return interface.map { "\(device.text):\($0)" } ?? device.text
    }

    /// `pe1:400GE0/1/0: other neighbour: inventory pe2:400GE0/1/0, device pe3:400GE0/0/0`.
    func sentence(_ language: Language) -> String {
        let isChinese = language == .chinese
        let sides = [
            expected.map { CollectorWord.inventorySays(language) + " " + $0 },
            found.map { CollectorWord.deviceSays(language) + " " + $0 },
        ].compactMap { $0 }
        let head = place + (isChinese ? "：" : ": ") + kind.word(language)
        return sides.isEmpty ? head : head + (isChinese ? "：" : ": ") + sides.joined(separator: isChinese ? "，" : ", ")
    }
}
