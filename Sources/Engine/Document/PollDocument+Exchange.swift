import SNMP

extension PollDocument {
    /// One request and what came of it.
    public struct Exchange: Encodable, Sendable {
        /// `get` or `getbulk`.
        public var request: String
        /// How many names were asked for, and the first of them.
        public var names: Int
        public var first: String
        /// What they are called in their MIBs, without indices, each once.
        public var objects: [String]
        public var maxRepetitions: Int?
        public var tries: Int
        public var durationMs: Double
        /// `noError`, another error-status, or why there was no answer.
        public var result: String
        public var errorIndex: Int64?
        public var variables: Int?
        /// Of the answer.
        public var octets: Int?
    }
}

extension PollDocument.Exchange {
    init(_ exchange: SNMPExchange, address: String) {
        switch exchange.request {
        case .get(let asked):
            request = "get"
            names = asked.count
            first = asked.names.first?.description ?? ""
            objects = Self.labels(asked.names)
        case .getBulk(let nonRepeaters, let repeaters, let repetitions):
            request = "getbulk"
            names = nonRepeaters.count + repeaters.count
            first = (repeaters.first ?? nonRepeaters.first)?.description ?? ""
            objects = Self.labels(nonRepeaters + repeaters)
            maxRepetitions = repetitions
        }
        tries = exchange.tries
        durationMs = Double(exchange.durationNanoseconds) / 1e6
        switch exchange.result {
        case .answered(let status, let index, let count, let size):
            result = status.description
            errorIndex = status == .noError ? nil : index
            variables = count
            octets = size
        case .failed(let failure): result = failure.error(at: address).message
        }
    }

    private static func labels(_ names: [OID]) -> [String] {
        var seen: Set<String> = []
        return names.map { KnownObjects.label($0) }.filter { seen.insert($0).inserted }
    }
}
