import Metro

extension SnapshotDocument {
    struct DriftSection: Encodable, Sendable {
        let surveyedDevices: Int
        let polledDevices: Int
        let deafDevices: Int
        let omitted: Int
        let findings: [DriftEntry]

        init(_ drift: DriftPicture) {
            surveyedDevices = drift.surveyedDevices
            polledDevices = drift.polledDevices
            deafDevices = drift.deafDevices
            omitted = drift.omitted
            findings = drift.findings.map { DriftEntry($0) }
        }
    }
}

/// One difference, in `haomiao discover` and in `haomiao snapshot`.
struct DriftEntry: Encodable, Sendable {
    let kind: String
    let device: String?
    let interface: String?
    let link: String?
    let expected: String?
    let found: String?

    init(_ finding: DriftFinding) {
        kind = finding.kind.rawValue
        device = finding.device?.text
        interface = finding.interface
        link = finding.link?.text
        expected = finding.expected
        found = finding.found
    }
}
