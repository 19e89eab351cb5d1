import Metro

extension SnapshotDocument {
    struct LinkEntry: Encodable, Sendable {
        let id: String
        let name: Name?
        let a: End
        let b: End
        let capacityBps: Double?
        let capacityDiffers: Bool
        let fibreKm: Double?
        let severity: String
        let forward: LinkDirectionEntry
        let backward: LinkDirectionEntry

        init(_ link: Link, _ picture: LinkPicture) {
            id = link.id.text
            name = link.name.map { Name($0) }
            a = End(link.a, site: link.siteA, picture: picture.endA)
            b = End(link.b, site: link.siteB, picture: picture.endB)
            capacityBps = link.capacityBitsPerSecond
            capacityDiffers = picture.capacityDiffers
            fibreKm = link.fibreKilometres
            severity = String(describing: picture.severity)
            forward = LinkDirectionEntry(picture.forward)
            backward = LinkDirectionEntry(picture.backward)
        }
    }

    struct End: Encodable, Sendable {
        let device: String
        let interface: String
        let site: String?
        let alias: String
        let ifIndex: UInt32?
        let oddities: [String]
        let optics: OpticsEntry?

        init(_ interface: InterfaceReference, site: SiteID?, picture: LinkEndPicture) {
            device = interface.device.text
            self.interface = interface.name
            self.site = site?.text
            alias = picture.alias
            ifIndex = picture.ifIndex
            oddities = picture.oddities
            optics = picture.optics.map { OpticsEntry($0) }
        }
    }

    struct LinkDirectionEntry: Encodable, Sendable {
        let utilization: Double?
        let bitsPerSecond: Double?
        let speedBps: Double?
        let errorsPerSecond: Double?
        let discardsPerSecond: Double?
        let operStatus: String?
        let octets: UInt64?
        let ageS: Double?
        let endsDisagree: Bool
        let missing: [String: String]

        init(_ direction: LinkDirectionPicture) {
            var reasons = MissingValues()
            utilization = reasons.take("utilization", direction.utilization)
            bitsPerSecond = reasons.take("bits_per_second", direction.bitsPerSecond)
            speedBps = reasons.take("speed_bps", direction.speedBitsPerSecond)
            errorsPerSecond = reasons.take("errors_per_second", direction.errorsPerSecond)
            discardsPerSecond = reasons.take("discards_per_second", direction.discardsPerSecond)
            operStatus = reasons.take("oper_status", direction.operationalStatus)?.word
            octets = direction.octets
            ageS = direction.ageNanoseconds.map { Double($0) / 1e9 }
            endsDisagree = direction.endsDisagree
            missing = reasons.words
        }
    }
}
