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

    struct PathEntry: Encodable, Sendable {
        let id: String
        let name: Name?
        let a: String
        let b: String
        let layer: String
        let method: String
        let clock: String
        let link: String?
        let verdict: String
        let reason: String?
        let severity: String
        let limitNs: Double
        let guaranteedFloorNs: Double?
        let expectedFloorNs: Double?
        let forward: PathDirectionEntry
        let backward: PathDirectionEntry

        init(_ path: MeasuredPath, _ picture: PathPicture) {
            id = path.id.text
            name = path.name.map { Name($0) }
            a = path.a.text
            b = path.b.text
            layer = path.layer.rawValue
            method = path.method.rawValue
            clock = path.clock.rawValue
            link = path.link?.text
            verdict = picture.verdict.rawValue
            reason = picture.reason?.rawValue
            severity = String(describing: picture.severity)
            limitNs = picture.limitNanoseconds
            guaranteedFloorNs = picture.guaranteedFloor
            expectedFloorNs = picture.expectedFloor
            forward = PathDirectionEntry(picture.forward)
            backward = PathDirectionEntry(picture.backward)
        }
    }

    struct PathDirectionEntry: Encodable, Sendable {
        let p50Ns: Double?
        let p95Ns: Double?
        let p99Ns: Double?
        let p999Ns: Double?
        let minNs: Double?
        let maxNs: Double?
        let lastNs: Double?
        let loss: Double?
        let pdvNs: Double?
        let uncertaintyNs: Double?
        let n: Int
        let expected: Int
        let lost: Int
        let windowS: Int
        let ageS: Double?
        let clockFaults: Int
        let missing: [String: String]

        init(_ direction: PathDirectionPicture) {
            var reasons = MissingValues()
            p50Ns = reasons.take("p50_ns", direction.p50)
            p95Ns = reasons.take("p95_ns", direction.p95)
            p99Ns = reasons.take("p99_ns", direction.p99)
            p999Ns = reasons.take("p999_ns", direction.p999)
            minNs = reasons.take("min_ns", direction.minimum)
            maxNs = reasons.take("max_ns", direction.maximum)
            lastNs = reasons.take("last_ns", direction.last)
            loss = reasons.take("loss", direction.lossRatio)
            pdvNs = reasons.take("pdv_ns", direction.delayVariation)
            uncertaintyNs = reasons.take("uncertainty_ns", direction.uncertainty)
            n = direction.n
            expected = direction.expected
            lost = direction.lost
            windowS = direction.windowSeconds
            ageS = direction.ageNanoseconds.map { Double($0) / 1e9 }
            clockFaults = direction.clockFaults
            missing = reasons.words
        }
    }
}
