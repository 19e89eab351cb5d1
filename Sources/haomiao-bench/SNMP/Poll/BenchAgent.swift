import Glibc
import SNMP
import Sockets
import Synchronization

/// A device of `AgentTable` behind a UDP port: answers GET, GETNEXT and GETBULK over v2c (any community) and over v3 as
/// `BenchAgent.user`, from memory. Its clock moves by one period whenever a poll begins.
final class BenchAgent: Sendable {
    static let user = USMUser(
        name: Array("bench".utf8), authentication: .init(.sha256, password: Array("authpass12345".utf8)),
        privacy: .init(.aes128, password: Array("privpass12345".utf8)))
    private static let startTicks: UInt32 = 100_000_000
    /// Of variables in an answer.
    private static let mostOctets = 60_000

    private struct State: Sendable {
        var engine: USMEngine
        var ticks = BenchAgent.startTicks
    }

    let port: UInt16
    private let table = AgentTable()
    private let socket: DatagramSocket
    private let state: Mutex<State>

    init() throws {
        var options = DatagramSocket.Options()
        options.batchSize = 64
        options.receiveBufferBytes = 4 << 20
        socket = try DatagramSocket(bindingTo: .loopback(port: 0), options: options)
        port = socket.localAddress.port
        state = Mutex(
            State(
                engine: USMEngine(
                    engineID: USMEngine.randomEngineID(), boots: 7, users: [Self.user], at: Self.monotonic)))
    }

    /// `haomiao-bench --agent COUNT`: so many devices; says their ports in one line and ends with its standard input.
    static func serve(_ count: Int) throws {
        let loop = try ReadinessLoop()
        let agents = try (0..<count).map { _ in
            let agent = try BenchAgent()
            _ = try loop.register(agent.socket) { agent.answer() }
            return agent
        }
        say(agents.map { String($0.port) }.joined(separator: " "))
        OwnProcess.waitForEnd()
        loop.stop()
    }

    private static var monotonic: Int64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
    }

    private func answer() {
        guard let reception = try? socket.receive() else { return }
        let answers = state.withLock { state in
            reception.datagrams.compactMap { datagram in
                answer(datagram.bytes, &state).map { OutgoingDatagram($0, to: datagram.source) }
            }
        }
        _ = socket.send(answers)
    }

    private func answer(_ datagram: [UInt8], _ state: inout State) -> [UInt8]? {
        var outer = OctetReader(datagram)
        guard var message = outer.inside(0x30), let version = message.integer() else { return nil }
        guard version == 1 else { return secureAnswer(datagram, &state) }
        guard let community = message.element(), let request = Request(datagram, &message) else { return nil }
        if request.beginsPoll { state.ticks &+= AgentTable.ticksEachPoll }
        var buffer = OctetBuffer(capacity: 2_048)
        buffer.long(0x30) { buffer in
            buffer.append([2, 1, 1] as [UInt8])
            buffer.append(datagram[community.whole])
            write(request, state.ticks, &buffer)
        }
        return buffer.bytes
    }

    private func secureAnswer(_ datagram: [UInt8], _ state: inout State) -> [UInt8]? {
        let now = Self.monotonic
        switch try? state.engine.receive(datagram, at: now) {
        case .report(let report): return report
        case .pdu(let bytes, let range, let peer):
            var reader = OctetReader(bytes, range)
            guard let request = Request(bytes, &reader) else { return nil }
            if request.beginsPoll { state.ticks &+= AgentTable.ticksEachPoll }
            var buffer = OctetBuffer(capacity: 2_048)
            write(request, state.ticks, &buffer)
            return try? state.engine.message(buffer.bytes, to: peer, at: now)
        case .ignored, nil: return nil
        }
    }

    private struct Request {
        let tag: UInt8
        /// The request-id, header and all.
        let identifier: ArraySlice<UInt8>
        let nonRepeaters: Int
        let repetitions: Int
        let names: [ArraySlice<UInt8>]

        var beginsPoll: Bool { tag == 0xA0 && names.contains(where: AgentTable.beginsPoll) }

        init?(_ bytes: [UInt8], _ reader: inout OctetReader) {
            guard let pdu = reader.element() else { return nil }
            var body = OctetReader(bytes, pdu.content)
            guard let identifier = body.element(), let first = body.integer(), let second = body.integer(),
                var list = body.inside(0x30)
            else { return nil }
            var names: [ArraySlice<UInt8>] = []
            while !list.isAtEnd {
                guard var binding = list.inside(0x30), let name = binding.element() else { return nil }
                names.append(bytes[name.content])
            }
            (tag, self.identifier, nonRepeaters, repetitions) = (pdu.tag, bytes[identifier.whole], first, second)
            self.names = names
        }
    }

    private func write(_ request: Request, _ ticks: UInt32, _ buffer: inout OctetBuffer) {
        buffer.long(0xA2) { pdu in
            pdu.append(request.identifier)
            pdu.append([2, 1, 0, 2, 1, 0] as [UInt8])
            pdu.long(0x30) { list in
                switch request.tag {
                case 0xA0: for name in request.names { write(table.place(of: name), name, 0x81, ticks, &list) }
                case 0xA1: for name in request.names { write(table.place(after: name), name, 0x82, ticks, &list) }
                case 0xA5: bulk(request, ticks, &list)
                default: break
                }
            }
        }
    }

    private func bulk(_ request: Request, _ ticks: UInt32, _ list: inout OctetBuffer) {
        for name in request.names.prefix(request.nonRepeaters) {
            write(table.place(after: name), name, 0x82, ticks, &list)
        }
        var names = Array(request.names.dropFirst(request.nonRepeaters))
        var places = names.map { table.place(after: $0) }
        for _ in 0..<request.repetitions where list.bytes.count < Self.mostOctets {
            for number in names.indices {
                write(places[number], names[number], 0x82, ticks, &list)
                guard let place = places[number] else { continue }
                places[number] = table.after(place)
                // What the end of the MIB is said of.
                if places[number] == nil { names[number] = table.name(of: place)[...] }
            }
        }
    }

    private func write(
        _ place: AgentTable.Place?, _ name: ArraySlice<UInt8>, _ exception: UInt8, _ ticks: UInt32,
        _ list: inout OctetBuffer
    ) {
        if let place { return table.write(place, ticks: ticks, to: &list) }
        list.short(0x30) { binding in
            binding.short(6) { $0.append(name) }
            binding.append([exception, 0] as [UInt8])
        }
    }
}
