import Testing

@testable import Configuration

/// A small valid document; tests change one place of it, so that line numbers stay.
enum Sample {
    static let valid = """
        version: 1
        city: {zh: 临江, en: Linjiang}
        operators:
          - {id: ct, name: China Telecom}
        sites:
          - {id: east, name: East, coordinates: {latitude: 30.25, longitude: 120.15}, operator: ct, centre: {class: large}}
          - {id: west, name: West, coordinates: {latitude: 30.30, longitude: 120.05}, key_location: true}
          - {id: south, coordinates: {latitude: 30.20, longitude: 120.10}, important_site: {cross_connect: oxc}}
        devices:
          - {id: pe1, site: east, snmp: {host: 192.0.2.1}}
          - {id: pe2, site: west, snmp: {host: 192.0.2.2, timeout: 2s}}
          - {id: probe, site: west, stamp: {host: "2001:db8::3"}}
        links:
          - {id: l1, a: "pe1:xe-0/0/0:1", b: "pe2:xe-0/0/1", capacity: 400G, fibre_km: 20}
        paths:
          - {id: p1, a: east, b: west, reflector: probe, link: l1, route_km: 20, length: otdr}
        collectors:
          snmp: {period: 30s}
        indicators:
          targets: [{indicator: K2, ratio: 70%, effective_from: 2027-01-01}]
        console: {theme: dark, language: zh}
        """

    /// What is said of `text`, one line each; nothing for a document without errors and warnings.
    static func messages(_ text: String) -> [String] {
        diagnostics(text).map(\.description)
    }

    static func diagnostics(_ text: String) -> [Diagnostic] {
        do {
            return try ConfigurationLoader.load(text: text, file: "m.yaml").warnings
        } catch {
            return error.diagnostics
        }
    }

    /// What is said of the valid document with `old` replaced.
    static func messages(replacing old: String, with new: String) -> [String] {
        messages(valid.replacing(old, with: new))
    }
}

/// One change to the valid document and all that must be said of it.
struct Case: CustomTestStringConvertible, Sendable {
    let old: String
    let new: String
    let messages: [String]

    init(_ old: String, _ new: String, _ messages: String...) {
        self.old = old
        self.new = new
        self.messages = messages
    }

    var testDescription: String { "\(old) -> \(new)" }
}

/// A small seeded generator (SplitMix64), so that a failing mutation can be repeated.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
