import Metro

extension SnapshotDocument {
    /// `Result` of the indicator rules: an interval with a verdict.
    struct IndicatorEntry: Encodable, Sendable {
        let indicator: String
        let scope: String
        let form: String
        let unit: String
        let value: Double?
        let lo: Double?
        let hi: Double?
        let target: Double
        let verdict: String
        let reason: String?
        let n: Int
        let expected: Int
        let completeness: Double
        let method: [String]
        let layer: String?
        let uncertaintyNs: Double?
        let windowS: Int
        let inventoryVersion: String
        let secondary: Double?
        let members: [MemberEntry]

        init(_ result: IndicatorResult) {
            indicator = result.indicator.rawValue
            scope =
                switch result.scope {
                case .city: "city"
                case .networkOperator(let id): "operator/\(id)"
                }
            form = result.form.rawValue
            unit = result.unit.rawValue
            value = result.value?.finite
            lo = result.lo?.finite
            hi = result.hi?.finite
            target = result.target
            verdict = result.verdict.rawValue
            reason = result.reason?.rawValue
            n = result.n
            expected = result.expected
            completeness = result.completeness
            method = result.methods.map(\.rawValue)
            layer = result.layer?.rawValue
            uncertaintyNs = result.uncertaintyNanoseconds?.finite
            windowS = result.windowSeconds
            inventoryVersion = result.inventoryVersion
            secondary = result.secondary
            members = result.members.map { MemberEntry($0) }
        }
    }

    struct MemberEntry: Encodable, Sendable {
        let sites: [String]
        let verdict: String
        let loNs: Double?
        let hiNs: Double?
        let path: String?
        let reason: String?
        let higherLayerAlert: Bool

        init(_ member: IndicatorMember) {
            sites = member.sites.map(\.text)
            verdict = member.verdict.rawValue
            loNs = member.lo?.finite
            hiNs = member.hi?.finite
            path = member.path?.text
            reason = member.reason?.rawValue
            higherLayerAlert = member.higherLayerAlert
        }
    }
}
