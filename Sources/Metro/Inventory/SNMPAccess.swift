/// How to reach an SNMP agent, and how to ask it.
public struct SNMPAccess: Hashable, Sendable {
    /// IPv4 or IPv6 address or a host name, without port.
    public var host: String
    public var port: UInt16
    public var security: SNMPSecurity
    /// What tells the interfaces of the inventory apart on this device.
    public var mapping: InterfaceMapping
    /// Time between polls, milliseconds; `indicators.md` §5: 30 000 unless told.
    public var periodMilliseconds: Int
    /// Time to wait for one answer, milliseconds.
    public var timeoutMilliseconds: Int
    /// Attempts after the first one.
    public var retries: Int
    /// GETBULK max-repetitions, 1 … 100.
    public var maxRepetitions: Int
    /// Requests that may be under way to the agent at once, 1 … 16.
    public var inFlight: Int

    public init(
        host: String, port: UInt16 = 161, security: SNMPSecurity = .community(nil), mapping: InterfaceMapping = .name,
        periodMilliseconds: Int = 30_000, timeoutMilliseconds: Int = 2_000, retries: Int = 1,
        maxRepetitions: Int = 25, inFlight: Int = 2
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.mapping = mapping
        self.periodMilliseconds = periodMilliseconds
        self.timeoutMilliseconds = timeoutMilliseconds
        self.retries = retries
        self.maxRepetitions = maxRepetitions
        self.inFlight = inFlight
    }
}

/// What an interface's name in the inventory is compared with.
public enum InterfaceMapping: String, Hashable, Sendable, CaseIterable {
    /// ifName, or ifDescr where that finds nothing.
    case name = "ifname"
    /// ifAlias: for operators who name circuits.
    case alias = "ifalias"
    /// ifIndex in decimal: for agents without names.
    case index = "ifindex"
}

/// Whose rights a manager asks with.
public enum SNMPSecurity: Hashable, Sendable {
    /// SNMPv2c; `nil`: the well-known community `public`.
    case community(SecretReference?)
    /// SNMPv3 with the user-based security model (RFC 3414).
    case user(USMUserReference)
}

/// An SNMPv3 user as a configuration names it: passwords are referred to, never held.
public struct USMUserReference: Hashable, Sendable {
    public struct Authentication: Hashable, Sendable {
        public var algorithm: USMAuthenticationAlgorithm
        public var password: SecretReference
        public init(_ algorithm: USMAuthenticationAlgorithm, password: SecretReference) {
            self.algorithm = algorithm
            self.password = password
        }
    }
    public struct Privacy: Hashable, Sendable {
        public var algorithm: USMPrivacyAlgorithm
        public var password: SecretReference
        /// Where the digest is shorter than the key; ignored elsewhere.
        public var keyExtension: USMKeyExtension
        public init(
            _ algorithm: USMPrivacyAlgorithm, password: SecretReference, keyExtension: USMKeyExtension = .blumenthal
        ) {
            self.algorithm = algorithm
            self.password = password
            self.keyExtension = keyExtension
        }
    }
    /// msgUserName, 1 … 32 octets of UTF-8.
    public var name: String
    public var authentication: Authentication?
    /// Only with authentication (RFC 3414 §1.4.3 knows no privacy without it).
    public var privacy: Privacy?
    /// contextName, at most 255 octets of UTF-8; "" is the default context.
    public var contextName: String
    /// contextEngineID, 5 … 32 octets; `nil`: the agent's own.
    public var contextEngineID: [UInt8]?

    public init(
        name: String, authentication: Authentication? = nil, privacy: Privacy? = nil, contextName: String = "",
        contextEngineID: [UInt8]? = nil
    ) {
        self.name = name
        self.authentication = authentication
        self.privacy = privacy
        self.contextName = contextName
        self.contextEngineID = contextEngineID
    }
}

/// Authentication protocols: HMAC-MD5-96 and HMAC-SHA-96 (RFC 3414), HMAC-SHA-2 (RFC 7860).
public enum USMAuthenticationAlgorithm: String, Hashable, Sendable, CaseIterable {
    case md5 = "MD5"
    case sha1 = "SHA-1"
    case sha224 = "SHA-224"
    case sha256 = "SHA-256"
    case sha384 = "SHA-384"
    case sha512 = "SHA-512"
}

/// Privacy protocols: CBC-DES (RFC 3414), CFB128-AES-128 (RFC 3826), and AES-192/256 as vendors do it
/// (draft-blumenthal-aes-usm-04, draft-reeder-snmpv3-usm-3desede-00 for the keys).
public enum USMPrivacyAlgorithm: String, Hashable, Sendable, CaseIterable {
    case des = "DES"
    case aes128 = "AES-128"
    case aes192 = "AES-192"
    case aes256 = "AES-256"
}

/// How a localised key is made longer than the digest.
public enum USMKeyExtension: String, Hashable, Sendable, CaseIterable {
    /// draft-blumenthal-aes-usm-04 §3.1.2.1: Kul' = Kul ‖ H(Kul) ‖ …
    case blumenthal
    /// draft-reeder-snmpv3-usm-3desede-00 §2.1, as Cisco does it: the password algorithm run on Kul.
    case reeder
}
