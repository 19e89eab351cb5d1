import PathReference
import SNMP
import SNMPReference

/// Answers of agents into names and values.
enum DecodingBenchmarks {
    static func all() -> [Benchmark] { [decode()] }

    /// A response PDU with 50 variables of IF-MIB: of each one all arcs of the name, into a buffer that is used again,
    /// and the value, octet strings as an array of their own.
    private static func decode() -> Benchmark {
        Benchmark("snmp.decode.50") { name, effort in
            let answer = Answer()
            let messages = 40_000 / effort.divisor
            let variables = messages * answer.variables.count
            try answer.check()
            let hasReference = snmp_reference_open() != 0
            if hasReference { try answer.checkReference() } else { say("\(name): no reference, libsnmp40 is not here") }
            let core = reference_consumer_core()
            func side(_ decode: () -> Bool) throws -> Double {
                var isRight = false
                let result = pinned(core: core) { rate(variables) { isRight = decode() } }
                try check(isRight, "\(name): an answer was not decoded, or to another sum")
                return result
            }
            let ours = { try side { (0..<messages).allSatisfy { _ in answer.decoded() == answer.expected } } }
            let reference = { try side { snmp_reference_decode(answer.pdu, answer.pdu.count, Int32(messages)) != 0 } }
            let rounds = try interleaved(rounds: effort.rounds, hasReference ? [ours, reference] : [ours])
            return [
                Measurement(
                    name, rounds[0], unit: "M variables/s",
                    reference: hasReference ? ("net-snmp's library", rounds[1]) : nil,
                    goal: hasReference ? .ratioAtLeast(4) : .none)
            ]
        }
    }
}

/// An answer, and what its decoding must add up to.
private struct Answer {
    let variables: [VariableBinding]
    /// A Response-PDU, one element.
    let pdu: [UInt8]
    let expected: UInt64

    /// Ten interfaces: octets in and out, errors, status, and of every other one its name, else its last change.
    init() {
        let interfaces = (0..<10).flatMap { (row: Int) -> [VariableBinding] in
            let index = UInt32(row * 137 + 1_000)
            let high: OID = [1, 3, 6, 1, 2, 1, 31, 1, 1, 1]
            let plain: OID = [1, 3, 6, 1, 2, 1, 2, 2, 1]
            return [
                VariableBinding(high.appending(6, index), .counter64(1_234_567_890_123 * UInt64(row + 1))),
                VariableBinding(high.appending(10, index), .counter64(987_654_321_012 * UInt64(row + 1))),
                VariableBinding(plain.appending(14, index), .counter32(UInt32(row * 1_000))),
                VariableBinding(plain.appending(8, index), .integer(1)),
                row % 2 == 0
                    ? VariableBinding(high.appending(1, index), .octetString(Array("HundredGigE0/0/\(row)".utf8)))
                    : VariableBinding(plain.appending(9, index), .timeTicks(123_456)),
            ]
        }
        let message = SNMPMessage(
            community: [],
            pdu: PDU(.response(.noError, errorIndex: 0), requestIdentifier: 77, variables: interfaces)
        ).encoded()
        variables = interfaces
        pdu = (try? SNMPMessage.envelope(in: message)).map { Array(message[$0.pdu]) } ?? []
        expected = interfaces.reduce(0) { sum, variable in
            sum &+ Self.weight(of: variable.value) &+ UInt64(variable.name.arcs.last ?? 0)
        }
    }

    /// Zero where anything cannot be read.
    func decoded() -> UInt64 {
        var sum: UInt64 = 0
        do throws(BERError) {
            let list = try PDU.response(in: pdu, at: pdu.indices).list
            var arcs = ArcBuffer()
            for field in list.fields {
                try list.readName(field, into: &arcs)
                sum &+= UInt64(arcs[arcs.count - 1]) &+ Self.weight(of: list.value(field))
            }
        } catch {
            return 0
        }
        return sum
    }

    private static func weight(of value: SNMPValue) -> UInt64 {
        switch value {
        case .counter64(let number): number
        case .counter32(let number), .timeTicks(let number): UInt64(number)
        case .integer(let number): UInt64(bitPattern: number)
        case .octetString(let octets): UInt64(octets.count)
        default: 0
        }
    }

    /// Every arc and every value is what was written, once before the clock runs.
    func check() throws {
        let list = try PDU.response(in: pdu, at: pdu.indices).list
        var arcs = ArcBuffer()
        let read = try list.fields.map { (field) throws(BERError) -> VariableBinding in
            try list.readName(field, into: &arcs)
            return VariableBinding(OID(arcs), list.value(field))
        }
        guard read == variables else { throw WrongResult("the answer was not read as it was written: \(read)") }
    }

    /// net-snmp writes what it has read, with longer lengths: it has read all when that says the same.
    func checkReference() throws {
        var written = [UInt8](repeating: 0, count: 65_536)
        let count = snmp_reference_echo(pdu, pdu.count, &written, written.count)
        guard try PDU.response(in: written, at: 0..<count).list.bindings == variables else {
            throw WrongResult("net-snmp's library reads another answer")
        }
    }
}
