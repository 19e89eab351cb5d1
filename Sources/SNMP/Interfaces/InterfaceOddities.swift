/// Collects what is odd about single interfaces into one sentence for each kind.
struct InterfaceOddities: Sendable {
    enum Kind: Hashable, Sendable {
        case noName
        case narrowOctets
        case narrowType(InterfaceColumn)
        case notACounter(InterfaceColumn, String)
        case unknownStatus(InterfaceColumn)
        case speed(InterfaceSpeed.Oddity)
    }
    private static let namedExamples = 3
    private static let namedDuplicates = 5

    private var ifIndex: UInt32 = 0
    private var name = ""
    private var kinds: [Kind] = []
    private var order: [Kind] = []
    private var names: [Kind: [String]] = [:]
    private var counts: [Kind: Int] = [:]
    private var indicesByName: [String: [UInt32]] = [:]

    /// What follows is about this interface.
    mutating func begin(ifIndex: UInt32, name: String) {
        self.ifIndex = ifIndex
        self.name = name
        kinds = []
        indicesByName[name, default: []].append(ifIndex)
    }

    mutating func note(_ kind: Kind) {
        kinds.append(kind)
        if counts[kind] == nil { order.append(kind) }
        counts[kind, default: 0] += 1
        if names[kind, default: []].count < Self.namedExamples { names[kind, default: []].append(name) }
    }

    /// What was noted of the interface under way.
    var ofInterface: [String] { kinds.map(sentence) }

    /// That several interfaces have this name; `nil` where one has.
    func duplicate(_ name: String) -> String? {
        indicesByName[name].flatMap { $0.count > 1 ? sentence(name, $0) : nil }
    }

    var sentences: [String] {
        duplicates + order.map { kind in "\(sentence(kind)): \(interfaces(kind))" }
    }

    private func interfaces(_ kind: Kind) -> String {
        let count = counts[kind] ?? 0
        let examples = names[kind] ?? []
        let list = examples.joined(separator: ", ")
        return count > examples.count ? "\(list) and \(count - examples.count) more" : list
    }

    private func sentence(_ kind: Kind) -> String {
        switch kind {
        case .noName: "no ifName, ifDescr or ifIndex used"
        case .narrowOctets: "32-bit octet counters only"
        case .narrowType(let column): "Counter32 in \(column.label)"
        case .notACounter(let column, let type): "\(type) in \(column.label), left out"
        case .unknownStatus(let column): "\(column.label) is none of those of RFC 2863"
        case .speed(.highSpeedInBits): "ifHighSpeed in bit/s, read as such"
        case .speed(.contradiction): "ifHighSpeed cannot be in Mb/s, speed unknown"
        case .speed(.highSpeedZero): "ifHighSpeed is 0 though ifSpeed is not, speed unknown"
        case .speed(.disagreement): "ifSpeed differs from ifHighSpeed, which counts"
        }
    }

    private var duplicates: [String] {
        let repeated = indicesByName.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }
        var sentences = repeated.prefix(Self.namedDuplicates).map { sentence($0.key, $0.value) }
        if repeated.count > Self.namedDuplicates {
            sentences.append("\(repeated.count - Self.namedDuplicates) more names are not unique")
        }
        return sentences
    }

    private func sentence(_ name: String, _ indices: [UInt32]) -> String {
        let shown = indices.prefix(Self.namedExamples).map(String.init).joined(separator: ", ")
        let rest = indices.count > Self.namedExamples ? " …" : ""
        return "\(indices.count) interfaces are called \(name) (ifIndex \(shown)\(rest))"
    }
}
