import Metro

extension SnapshotDocument {
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
        /// What the verdict rests on: `round_trip` labels it an estimate (`indicators.md` §3).
        let verdictMethod: String?
        let reason: String?
        let severity: String
        let limitNs: Double
        let guaranteedFloorNs: Double?
        let expectedFloorNs: Double?
        let forward: PathDirectionEntry
        let backward: PathDirectionEntry
        let roundTrip: PathDirectionEntry?
        let probes: ProbeAccount?
        let clocks: ClocksEntry?

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
            verdictMethod = picture.verdict == .unknown ? nil : picture.judgedBy?.rawValue
            reason = picture.reason?.rawValue
            severity = String(describing: picture.severity)
            limitNs = picture.limitNanoseconds
            guaranteedFloorNs = picture.guaranteedFloor
            expectedFloorNs = picture.expectedFloor
            forward = PathDirectionEntry(picture.forward)
            backward = PathDirectionEntry(picture.backward)
            roundTrip = picture.roundTrip.map { PathDirectionEntry($0) }
            probes = picture.probes
            clocks = picture.clock.map { ClocksEntry($0) }
        }
    }

    /// What one-way delays rest on.
    struct ClocksEntry: Encodable, Sendable {
        struct End: Encodable, Sendable {
            let synchronised: Bool
            let errorNs: UInt64?
            let source: String?

            init(_ end: PathClock.End) {
                synchronised = end.isSynchronised
                errorNs = end.errorNanoseconds
                source = end.source
            }
        }
        struct Fault: Encodable, Sendable {
            let kind: String
            let offsetNs: Int64
            let ppm: Double?
            let since: String

            init(_ fault: PathClock.Fault) {
                kind = fault.kind.rawValue
                offsetNs = fault.nanoseconds
                ppm = fault.partsPerMillion?.finite
                since = SnapshotDocument.text(nanoseconds: fault.sinceNanoseconds)
            }
        }
        let own: End
        let peer: End?
        let fault: Fault?
        let sending: String
        let receiving: String

        init(_ clock: PathClock) {
            own = End(clock.own)
            peer = clock.peer.map { End($0) }
            fault = clock.fault.map { Fault($0) }
            sending = clock.sending.rawValue
            receiving = clock.receiving.rawValue
        }
    }

    struct PathDirectionEntry: Encodable, Sendable {
        let p50Ns: Double?
        let p95Ns: Double?
        let p99Ns: Double?
        let p999Ns: Double?
        let p50LowerNs: Double?
        let p95LowerNs: Double?
        let p99LowerNs: Double?
        let p999LowerNs: Double?
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
            p50LowerNs = direction.lowerEdges.p50
            p95LowerNs = direction.lowerEdges.p95
            p99LowerNs = direction.lowerEdges.p99
            p999LowerNs = direction.lowerEdges.p999
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
