import Metro

/// What a target says that it can do (gNMI §3.2).
public struct TargetCapabilities: Hashable, Sendable {
    /// Of those that we speak; empty where the target names none.
    public var encodings: [GNMIAccess.Encoding]
    /// `openconfig-interfaces 2.4.3`.
    public var models: [String]
    /// Of gNMI.
    public var version: String

    public init(encodings: [GNMIAccess.Encoding], models: [String] = [], version: String = "") {
        self.encodings = encodings
        self.models = models
        self.version = version
    }

    init(_ response: Gnmi_CapabilityResponse) {
        encodings = response.supportedEncodings.compactMap(GNMIAccess.Encoding.init)
        models = response.supportedModels.map { model in
            PrintableText.peer([model.name, model.version].filter { !$0.isEmpty }.joined(separator: " "))
        }
        version = PrintableText.peer(response.gNmiVersion)
    }

    /// Scalars cost least to read, and JSON of RFC 7951 keeps 64 bits whole; plain JSON is what is left.
    static let preferred: [GNMIAccess.Encoding] = [.proto, .jsonIETF, .json]

    /// In the order of preference.
    var preferredEncoding: GNMIAccess.Encoding? { Self.preferred.first(where: encodings.contains) }
}

extension GNMIAccess.Encoding {
    init?(_ encoding: Gnmi_Encoding) {
        switch encoding {
        case .json: self = .json
        case .jsonIetf: self = .jsonIETF
        case .proto: self = .proto
        case .bytes, .ascii, .UNRECOGNIZED: return nil
        }
    }

    var wire: Gnmi_Encoding {
        switch self {
        case .json: .json
        case .jsonIETF: .jsonIetf
        case .proto: .proto
        }
    }
}

extension PrintableText {
    /// Words of a target, within a sentence.
    static func peer(_ text: String) -> String { of(text, limit: 200) }
}
