import Metro
import Sockets

/// Which device is asked next, without I/O: breadth-first from the seeds over the neighbours that devices hear.
///
/// One hop is finished before the next one begins, so that hop counts are the shortest, and what is found depends on the
/// network alone and not on who answers first. Everything is bounded: an agent can invent neighbours, but not make this
/// ask outside its ranges or for ever.
public struct DiscoveryFrontier: Sendable {
    public struct Limits: Hashable, Sendable {
        /// Devices that are surveyed.
        public var devices = 500
        /// From a seed.
        public var hops = 8
        /// Only addresses in one of these are asked, seeds excepted.
        public var ranges: [AddressRange] = []
        /// UDP port of neighbours.
        public var port: UInt16 = 161
        /// Addresses that are tried of one neighbour.
        public var addressesPerNeighbour = 3
        /// Neighbours that are remembered as not asked or silent.
        public var remembered = 10_000
        /// Neighbours that are looked at after one hop.
        public var heard = 100_000
        public init() {}
    }

    public enum Step: Hashable, Sendable {
        case ask(SocketAddress)
        /// Nothing before an answer.
        case wait
        case finished
    }

    /// A neighbour that a device hears, or a seed.
    public struct Candidate: Hashable, Sendable {
        /// What people may know it by, and where it was heard: `pe2 (heard by pe1)`.
        public var label: String
        public var hops: Int
        /// Those that are left to be asked.
        public var addresses: [SocketAddress]
        /// `nil` for a seed.
        public var neighbour: DeviceSurvey.Neighbour?
    }

    public struct Found: Hashable, Sendable {
        public var address: SocketAddress
        /// Other addresses at which the same device answered.
        public var otherAddresses: [SocketAddress] = []
        public var hops: Int
        public var survey: DeviceSurvey
    }

    /// A device that was asked and said nothing, with the last reason.
    public struct Silent: Hashable, Sendable {
        public var label: String
        public var address: SocketAddress
        public var neighbour: DeviceSurvey.Neighbour?
        public var reason: String
    }

    public struct NotAsked: Hashable, Sendable {
        public enum Reason: String, Hashable, Sendable, CaseIterable {
            case noAddress, outsideRanges, hopLimit, deviceLimit, timeLimit
        }
        public var label: String
        public var address: SocketAddress?
        public var neighbour: DeviceSurvey.Neighbour?
        public var reason: Reason
    }

    /// In the order of hops and addresses.
    public private(set) var found: [Found] = []
    public private(set) var silent: [Silent] = []
    public private(set) var notAsked: [NotAsked] = []
    /// Beyond `Limits.remembered`.
    public private(set) var forgotten = 0
    /// Telephones, access points and stations that were heard.
    public private(set) var hosts = 0

    public let limits: Limits
    private var level: [Candidate]
    private var underWay: [SocketAddress: Candidate] = [:]
    private var asked: Set<SocketAddress> = []
    private var answers: [Found] = []
    private var directory = DeviceDirectory()
    private var hops = 0
    /// Who was heard on this level, by whom.
    private var heard: [(neighbour: DeviceSurvey.Neighbour, by: String)] = []
    /// Neighbours that were looked at: names, ids and addresses.
    private var seen: Set<[String]> = []

    public init(seeds: [SocketAddress], limits: Limits) {
        self.limits = limits
        var known: Set<SocketAddress> = []
        level = seeds.filter { known.insert($0).inserted }.map {
            Candidate(label: "seed \($0)", hops: 0, addresses: [$0])
        }
    }

    public var underWayCount: Int { underWay.count }

    public mutating func next() -> Step {
        while true {
            while !level.isEmpty {
                guard found.count + answers.count + underWay.count < limits.devices else {
                    // A device under way may turn out to be silent, and make room.
                    if !underWay.isEmpty { return .wait }
                    for candidate in level { refuse(candidate, .deviceLimit) }
                    level = []
                    break
                }
                var candidate = level.removeFirst()
                candidate.addresses.removeAll { asked.contains($0) }
                guard !candidate.addresses.isEmpty else { continue }
                let address = candidate.addresses.removeFirst()
                asked.insert(address)
                underWay[address] = candidate
                return .ask(address)
            }
            guard underWay.isEmpty else { return .wait }
            guard !answers.isEmpty else {
                forgetFound()
                return .finished
            }
            finishLevel()
        }
    }

    public mutating func answered(_ address: SocketAddress, _ survey: DeviceSurvey) {
        guard underWay.removeValue(forKey: address) != nil else { return }
        answers.append(Found(address: address, hops: hops, survey: survey))
    }

    public mutating func failed(_ address: SocketAddress, reason: String) {
        guard let candidate = underWay.removeValue(forKey: address) else { return }
        if candidate.addresses.contains(where: { !asked.contains($0) }) {
            level.append(candidate)
        } else {
            remember {
                $0.silent.append(
                    Silent(
                        label: candidate.label, address: address, neighbour: candidate.neighbour, reason: reason))
            }
        }
    }

    /// Time is up: nothing more is asked.
    public mutating func stop() {
        for candidate in level { refuse(candidate, .timeLimit) }
        for (address, candidate) in underWay.sorted(by: { $0.key < $1.key }) {
            refuse(
                Candidate(
                    label: candidate.label, hops: candidate.hops, addresses: [address],
                    neighbour: candidate.neighbour), .timeLimit)
        }
        level = []
        underWay = [:]
        takeAnswers()
        for (neighbour, by) in heard where isNew(neighbour) && !neighbour.isHost {
            refuse(candidate(neighbour, by: by), .timeLimit)
        }
        heard = []
        forgetFound()
    }

    /// A neighbour that is silent at one address may have answered at another one.
    private mutating func forgetFound() {
        let directory = directory
        func isFound(_ neighbour: DeviceSurvey.Neighbour?) -> Bool {
            neighbour.map { directory.knows($0) } ?? false
        }
        silent.removeAll { isFound($0.neighbour) }
        notAsked.removeAll { isFound($0.neighbour) }
    }

    /// Two neighbours that are told apart by nothing are one device that several hear.
    private mutating func isNew(_ neighbour: DeviceSurvey.Neighbour) -> Bool {
        let identity = [neighbour.systemName, neighbour.chassis?.text ?? ""] + neighbour.addresses.sorted()
        return !directory.knows(neighbour) && seen.insert(identity).inserted
    }

    /// The level's answers in a fixed order, whoever came first.
    private mutating func takeAnswers() {
        for answer in answers.sorted(by: { $0.address < $1.address }) {
            let survey = answer.survey
            if let known = found.firstIndex(where: { Self.isSame($0.survey, survey) }) {
                found[known].otherAddresses.append(answer.address)
                continue
            }
            directory.add(names: survey.names, chassis: survey.chassis, addresses: [answer.address.host])
            found.append(answer)
            let name = survey.systemName.isEmpty ? answer.address.host : survey.systemName
            let room = max(0, limits.heard - heard.count)
            for neighbour in survey.neighbours.prefix(room) { heard.append((neighbour, name)) }
            forgotten += max(0, survey.neighbours.count - room)
        }
        answers = []
    }

    private mutating func finishLevel() {
        takeAnswers()
        hops += 1
        for (neighbour, by) in heard where isNew(neighbour) {
            if neighbour.isHost { hosts += 1 } else { queue(candidate(neighbour, by: by)) }
        }
        heard = []
        level.sort { left, right in
            guard let a = left.addresses.first, let b = right.addresses.first else { return false }
            return a < b
        }
    }

    private func candidate(_ neighbour: DeviceSurvey.Neighbour, by: String) -> Candidate {
        Candidate(
            label: "\(neighbour.label) (heard by \(by))", hops: hops,
            addresses: neighbour.addresses.compactMap { SocketAddress(numericHost: $0, port: limits.port) },
            neighbour: neighbour)
    }

    private mutating func queue(_ candidate: Candidate) {
        let inside = candidate.addresses.filter { address in limits.ranges.contains { $0.contains(address) } }
        if candidate.addresses.isEmpty {
            refuse(candidate, .noAddress)
        } else if hops > limits.hops {
            refuse(candidate, .hopLimit)
        } else if inside.isEmpty {
            refuse(candidate, .outsideRanges)
        } else {
            var candidate = candidate
            candidate.addresses = Array(inside.prefix(limits.addressesPerNeighbour))
            level.append(candidate)
        }
    }

    private mutating func refuse(_ candidate: Candidate, _ reason: NotAsked.Reason) {
        remember {
            $0.notAsked.append(
                NotAsked(
                    label: candidate.label, address: candidate.addresses.first, neighbour: candidate.neighbour,
                    reason: reason))
        }
    }

    private mutating func remember(_ append: (inout Self) -> Void) {
        if silent.count + notAsked.count < limits.remembered { append(&self) } else { forgotten += 1 }
    }

    /// Copies of a machine share engine and chassis ids; the same name, ids and interfaces are the same device.
    private static func isSame(_ left: DeviceSurvey, _ right: DeviceSurvey) -> Bool {
        let sharesIdentity =
            left.engine != nil && left.engine == right.engine
            || left.chassis != nil && left.chassis == right.chassis
        return sharesIdentity && left.systemName == right.systemName
            && left.interfaces.elementsEqual(right.interfaces) { $0.ifIndex == $1.ifIndex && $0.name == $1.name }
    }
}

extension DeviceDirectory {
    /// For certain: asking one device twice costs less than missing one.
    fileprivate func knows(_ neighbour: DeviceSurvey.Neighbour) -> Bool {
        let match = find(systemName: neighbour.systemName, chassis: neighbour.chassis, addresses: neighbour.addresses)
        if case .device = match { return true }
        return false
    }
}
