import Metro

/// Whose rights a manager asks with, the secrets read.
public enum SNMPCredentials: Hashable, Sendable {
    /// SNMPv2c.
    case community(Community)
    /// SNMPv3, user-based security model.
    case user(USMUser)
}

/// An SNMPv3 user with passwords (RFC 3414). Prints without them wherever it goes.
public struct USMUser: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public struct Authentication: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
        public var algorithm: USMAuthenticationAlgorithm
        /// RFC 3414 §11.2 wants 8 octets at least.
        public var password: [UInt8]
        public init(_ algorithm: USMAuthenticationAlgorithm, password: [UInt8]) {
            self.algorithm = algorithm
            self.password = password
        }
        public var description: String { algorithm.rawValue }
        public var customMirror: Mirror { Mirror(self, children: []) }
    }
    public struct Privacy: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
        public var algorithm: USMPrivacyAlgorithm
        public var password: [UInt8]
        public var keyExtension: USMKeyExtension
        public init(
            _ algorithm: USMPrivacyAlgorithm, password: [UInt8], keyExtension: USMKeyExtension = .blumenthal
        ) {
            self.algorithm = algorithm
            self.password = password
            self.keyExtension = keyExtension
        }
        public var description: String { algorithm.rawValue }
        public var customMirror: Mirror { Mirror(self, children: []) }
    }
    public enum Level: Int, Hashable, Sendable, Comparable {
        case noAuthNoPriv, authNoPriv, authPriv
        public static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    /// msgUserName, 1 … 32 octets.
    public var name: [UInt8]
    public var authentication: Authentication?
    /// Ignored without authentication.
    public var privacy: Privacy?
    public var contextName: [UInt8]
    /// `nil`: the agent's own engine.
    public var contextEngineID: [UInt8]?

    public init(
        name: [UInt8], authentication: Authentication? = nil, privacy: Privacy? = nil, contextName: [UInt8] = [],
        contextEngineID: [UInt8]? = nil
    ) {
        self.name = name
        self.authentication = authentication
        self.privacy = privacy
        self.contextName = contextName
        self.contextEngineID = contextEngineID
    }

    public var level: Level {
        if authentication == nil { return .noAuthNoPriv }
        return privacy == nil ? .authNoPriv : .authPriv
    }

    public var description: String { "\(String(decoding: name, as: UTF8.self)) (\(level))" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
