import Collecting
import Metro
import SNMP

extension SNMPCredentials {
    /// What the configuration refers to, read now: the community (`public` where it refers to none) or the user's
    /// passwords. Throws `CollectorError` with code `secret`.
    init(_ security: SNMPSecurity) throws(CollectorError) {
        switch security {
        case .community(nil): self = .community(.wellKnown)
        case .community(let reference?): self = .community(Community(try reference.read().bytes))
        case .user(let reference): self = .user(try USMUser(reference))
        }
    }
}

extension USMUser {
    init(_ reference: USMUserReference) throws(CollectorError) {
        var authentication: Authentication?
        if let found = reference.authentication {
            authentication = Authentication(found.algorithm, password: try found.password.read().bytes)
        }
        var privacy: Privacy?
        if let found = reference.privacy {
            privacy = Privacy(
                found.algorithm, password: try found.password.read().bytes, keyExtension: found.keyExtension)
        }
        self.init(
            name: Array(reference.name.utf8), authentication: authentication, privacy: privacy,
            contextName: Array(reference.contextName.utf8), contextEngineID: reference.contextEngineID)
    }
}
