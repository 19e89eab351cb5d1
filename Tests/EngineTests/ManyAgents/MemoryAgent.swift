import SNMP

/// A small device's agent in memory: four interfaces whose counters grow evenly with its clock.
struct MemoryAgent: Sendable {
    static let interfaceCount: UInt32 = 4
    static let speedMegabits: UInt64 = 100_000

    /// When it started, monotonic nanoseconds; counters and sysUpTime count from there.
    var startedNanoseconds: Int64
    var boots: Int64 = 1
    /// How often somebody began to walk ifName; a request that was sent twice counts once.
    private(set) var walks = 0
    private var lastWalk: Int32?
    /// Bytes a second out of `eth1`; the others carry multiples of it.
    let octetsPerSecond: UInt64

    init(startedNanoseconds: Int64, octetsPerSecond: UInt64) {
        self.startedNanoseconds = startedNanoseconds
        self.octetsPerSecond = octetsPerSecond
    }

    mutating func restart(at now: Int64) {
        startedNanoseconds = now
        boots += 1
    }

    mutating func answer(_ request: PDU, at now: Int64) -> PDU {
        var answer = PDU(
            .response(.noError, errorIndex: 0), requestIdentifier: request.requestIdentifier, variables: [])
        switch request.kind {
        case .getBulkRequest(let nonRepeaters, let repetitions):
            if request.variables.contains(where: { $0.name == Self.octetsColumn }),
                request.requestIdentifier != lastWalk
            {
                walks += 1
                lastWalk = request.requestIdentifier
            }
            let leading = min(Int(nonRepeaters), request.variables.count)
            answer.variables = request.variables[..<leading].map { variable(after: $0.name, at: now) }
            var names = request.variables[leading...].map(\.name)
            for _ in 0..<repetitions {
                for place in names.indices {
                    let next = variable(after: names[place], at: now)
                    answer.variables.append(next)
                    names[place] = next.name
                }
            }
        default:
            answer.variables = request.variables.map { variable in
                let value = Self.object(variable.name).map { self.value(of: $0, at: now) }
                return VariableBinding(variable.name, value ?? .noSuchInstance)
            }
        }
        return answer
    }

    private func variable(after name: OID, at now: Int64) -> VariableBinding {
        let place = Self.place(notBelow: name)
        let following = place < Self.objects.count && Self.objects[place].name == name ? place + 1 : place
        guard following < Self.objects.count else { return VariableBinding(name, .endOfMibView) }
        let object = Self.objects[following]
        return VariableBinding(object.name, value(of: object.content, at: now))
    }

    private func value(of content: Content, at now: Int64) -> SNMPValue {
        let elapsed = now - startedNanoseconds
        return switch content {
        case .fixed(let value): value
        case .ticks: .timeTicks(UInt32(truncatingIfNeeded: elapsed / 10_000_000))
        case .boots: .integer(boots)
        case .octets(let factor): .counter64(octetsPerSecond * factor * UInt64(elapsed / 1_000_000) / 1_000)
        }
    }

    // MARK: What it has

    private enum Content: Sendable {
        case fixed(SNMPValue)
        case ticks, boots
        case octets(factor: UInt64)
    }
    private struct Object: Sendable {
        let name: OID
        let content: Content
    }

    private static let octetsColumn: OID = [1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 6]

    private static let objects: [Object] = {
        var objects = [
            Object(name: KnownObjects.systemUpTime, content: .ticks),
            Object(name: KnownObjects.systemName, content: .fixed(.octetString(Array("agent".utf8)))),
            Object(name: KnownObjects.engineBoots, content: .boots),
            Object(name: [1, 3, 6, 1, 2, 1, 2, 1, 0], content: .fixed(.integer(Int64(interfaceCount)))),
            Object(name: [1, 3, 6, 1, 2, 1, 31, 1, 5, 0], content: .fixed(.timeTicks(0))),
        ]
        for index in 1...interfaceCount {
            func add(_ entry: OID, _ column: UInt32, _ content: Content) {
                objects.append(Object(name: entry.appending(column).appending(index), content: content))
            }
            let entry: OID = [1, 3, 6, 1, 2, 1, 2, 2, 1]
            add(entry, 2, .fixed(.octetString(Array("Ethernet \(index)".utf8))))
            for column in [7, 8] as [UInt32] { add(entry, column, .fixed(.integer(1))) }
            for column in [13, 14, 19, 20] as [UInt32] { add(entry, column, .fixed(.counter32(0))) }
            let extended: OID = [1, 3, 6, 1, 2, 1, 31, 1, 1, 1]
            add(extended, 1, .fixed(.octetString(Array("eth\(index)".utf8))))
            add(extended, 6, .octets(factor: UInt64(index) + 10))
            add(extended, 10, .octets(factor: UInt64(index)))
            add(extended, 15, .fixed(.gauge32(speedMegabits)))
            add(extended, 18, .fixed(.octetString([])))
            add(extended, 19, .fixed(.timeTicks(0)))
        }
        return objects.sorted { $0.name < $1.name }
    }()

    private static func object(_ name: OID) -> Content? {
        let place = place(notBelow: name)
        return place < objects.count && objects[place].name == name ? objects[place].content : nil
    }

    private static func place(notBelow name: OID) -> Int {
        var low = 0
        var high = objects.count
        while low < high {
            let middle = (low + high) / 2
            if objects[middle].name < name { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
