import Engine
import Metro

/// Where the network differs from the inventory, for people: `+` is in the network alone, `-` in the inventory alone,
/// `~` in both but otherwise.
struct DifferenceText {
    private let findings: [DriftFinding]
    private let uncompared: DiscoveredNetwork.Uncompared

    init(_ findings: [DriftFinding], _ uncompared: DiscoveredNetwork.Uncompared = .init()) {
        self.findings = findings
        self.uncompared = uncompared
    }

    var text: String {
        let rest = notCompared
        guard !findings.isEmpty else {
            let claim =
                rest == nil
                ? "no difference between the inventory and the network" : "no difference in what was compared"
            return ([claim] + [rest].compactMap { $0 }).joined(separator: "\n") + "\n"
        }
        let lines = findings.map { "\(sign($0.kind)) \(sentence($0))" }
        return (lines + [counted(findings.count, "difference")] + [rest].compactMap { $0 }).joined(separator: "\n")
            + "\n"
    }

    private var notCompared: String? {
        var parts: [String] = []
        if uncompared.devicesNotAsked > 0 { parts.append(counted(uncompared.devicesNotAsked, "device") + " not asked") }
        if uncompared.deafDevices > 0 {
            parts.append(counted(uncompared.deafDevices, "device") + " without LLDP neighbours")
        }
        if uncompared.links > 0 { parts.append(counted(uncompared.links, "link") + " whose ends hear nobody") }
        return parts.isEmpty ? nil : "not compared: " + parts.joined(separator: ", ")
    }

    private func sign(_ kind: DriftFinding.Kind) -> String {
        switch kind {
        case .deviceUnlisted, .linkUnlisted, .unknownNeighbour: "+"
        case .deviceSilent, .linkUnseen, .interfaceMissing: "-"
        case .interfaceRenamed, .otherNeighbour, .speedDiffers: "~"
        }
    }

    private func sentence(_ finding: DriftFinding) -> String {
        let end = [finding.device?.text, finding.interface].compactMap { $0 }.joined(separator: ":")
        let expected = finding.expected ?? "?"
        let found = finding.found ?? "?"
        let link = finding.link.map { "link \($0): " } ?? ""
        return switch finding.kind {
        case .interfaceMissing: "\(link)\(end): the device has no such interface"
        case .interfaceRenamed: "\(link)\(end): the interface is \(found) now"
        case .otherNeighbour: "\(link)\(end) sees \(found), the inventory says \(expected)"
        case .linkUnseen: "\(link)neither end sees the other: \(end) – \(expected)"
        case .speedDiffers: "\(link)\(end) runs at \(found), the inventory says \(expected)"
        case .linkUnlisted: end.isEmpty ? "link \(found)" : "link \(end) – \(found)"
        case .deviceSilent: "device \(end) at \(expected) does not answer"
        case .deviceUnlisted: "device \(found)"
        case .unknownNeighbour: "neighbour \(found) at \(end), which the inventory does not name"
        }
    }
}
