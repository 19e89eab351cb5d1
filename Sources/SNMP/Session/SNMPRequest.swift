/// What an agent is asked.
public enum SNMPRequest: Hashable, Sendable {
    case get(NameList)
    /// RFC 3416 §4.2.3: the next variable after each of `nonRepeaters`, the next `maxRepetitions` after each of
    /// `repeaters`.
    case getBulk(nonRepeaters: [OID], repeaters: [OID], maxRepetitions: Int)

    /// How many names it holds.
    public var nameCount: Int {
        switch self {
        case .get(let names): names.count
        case .getBulk(let nonRepeaters, let repeaters, _): nonRepeaters.count + repeaters.count
        }
    }

    /// The PDU, with no more repetitions than `repetitionLimit`.
    func write(to writer: inout BERWriter, identifier: Int32, repetitionLimit: Int) {
        switch self {
        case .get(let names): writer.getRequest(names, identifier: identifier)
        case .getBulk(let nonRepeaters, let repeaters, let maxRepetitions):
            writer.getBulkRequest(
                nonRepeaters: nonRepeaters, repeaters: repeaters,
                maxRepetitions: max(1, min(maxRepetitions, repetitionLimit)), identifier: identifier)
        }
    }
}

/// The answer to a request.
public struct SNMPResponse: Hashable, Sendable {
    public var errorStatus: SNMPErrorStatus
    /// 1-based place of the variable in error, 0 for none.
    public var errorIndex: Int64
    public var list: VariableList
    /// How often the request was sent until this answer came, from 1.
    public var tries: Int
    /// When the answer was received, wall clock, nanoseconds.
    public var receivedNanoseconds: Int64
    /// Of the whole message.
    public var octets: Int

    /// All bindings, made anew at each call.
    public var variables: [VariableBinding] {
        get { list.bindings }
        set { list = VariableList(newValue) }
    }

    public init(
        errorStatus: SNMPErrorStatus = .noError, errorIndex: Int64 = 0, list: VariableList, tries: Int = 1,
        receivedNanoseconds: Int64 = 0, octets: Int = 0
    ) {
        self.errorStatus = errorStatus
        self.errorIndex = errorIndex
        self.list = list
        self.tries = tries
        self.receivedNanoseconds = receivedNanoseconds
        self.octets = octets
    }

    public init(
        errorStatus: SNMPErrorStatus = .noError, errorIndex: Int64 = 0, variables: [VariableBinding], tries: Int = 1,
        receivedNanoseconds: Int64 = 0
    ) {
        self.init(
            errorStatus: errorStatus, errorIndex: errorIndex, list: VariableList(variables), tries: tries,
            receivedNanoseconds: receivedNanoseconds)
    }
}
