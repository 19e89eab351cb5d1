/// Wraps requests into messages of the agent's version, and takes answers out of them.
enum SessionSecurity: Sendable {
    case community([UInt8])
    case user(USMUser, USMClient)

    /// What a datagram of the agent says.
    enum Incoming: Sendable {
        case response(
            identifier: Int32, status: SNMPErrorStatus, index: Int64, list: VariableList)
        /// The agent's engine is known now, or its clock: what waits can be sent (again).
        case discovered(identifier: Int32)
        case resynchronised(identifier: Int32)
        case refused(USMRefusal, identifier: Int32)
        /// Not an answer, or not to be trusted.
        case ignored(isTrusted: Bool)
    }

    init(_ credentials: SNMPCredentials) {
        switch credentials {
        case .community(let name): self = .community(name.bytes)
        case .user(let user): self = .user(user, USMClient(user))
        }
    }

    var user: USMUser? {
        if case .user(let user, _) = self { user } else { nil }
    }

    /// SNMPv3: the agent's engine must be found out before anything can be asked.
    var needsDiscovery: Bool {
        if case .user(_, let client) = self { !client.isDiscovered } else { false }
    }

    /// Nobody answered for long: another device may be there now, which does not say that it is another.
    mutating func forget() {
        guard case .user(let user, var client) = self else { return }
        client.forget()
        self = .user(user, client)
    }

    mutating func discovery(identifier: Int32) -> [UInt8] {
        guard case .user(let user, var client) = self else { return [] }
        defer { self = .user(user, client) }
        return client.discovery(identifier: identifier)
    }

    mutating func message(
        _ request: SNMPRequest, identifier: Int32, repetitions: Int, at now: Int64
    ) throws(USMRefusal) -> [UInt8] {
        var writer = BERWriter()
        switch self {
        case .community(let community):
            writer.message(.v2c, community: community) {
                request.write(to: &$0, identifier: identifier, repetitionLimit: repetitions)
            }
            return writer.bytes
        case .user(let user, var client):
            defer { self = .user(user, client) }
            request.write(to: &writer, identifier: identifier, repetitionLimit: repetitions)
            return try client.message(writer.bytes, identifier: identifier, at: now)
        }
    }

    /// Throws where the bytes are no message of this version.
    mutating func open(_ datagram: [UInt8], at now: Int64) throws(BERError) -> Incoming {
        switch self {
        case .community(let community):
            let envelope = try SNMPMessage.envelope(in: datagram)
            guard envelope.version == .v2c else { return .ignored(isTrusted: true) }
            guard datagram[envelope.community] == community[...] else { return .ignored(isTrusted: false) }
            let response = try PDU.response(in: datagram, at: envelope.pdu)
            return .response(
                identifier: response.requestIdentifier, status: response.status, index: response.index,
                list: response.list)
        case .user(let user, var client):
            defer { self = .user(user, client) }
            switch try client.receive(datagram, at: now) {
            case .discovered(let identifier): return .discovered(identifier: identifier)
            case .resynchronised(let identifier): return .resynchronised(identifier: identifier)
            case .refused(let refusal, let identifier): return .refused(refusal, identifier: identifier)
            case .ignored: return .ignored(isTrusted: false)
            case .pdu(let bytes, let range, let identifier):
                let response = try PDU.response(in: bytes, at: range)
                return .response(
                    identifier: identifier, status: response.status, index: response.index, list: response.list)
            }
        }
    }
}
