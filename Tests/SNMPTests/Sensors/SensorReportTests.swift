import Metro
import Testing

@testable import SNMP

@Suite("What sensors say")
struct SensorReportTests {
    /// A device with `eth1` … and whatever rows are added.
    private struct Scene {
        var device = FakeDevice(interfaces: 3)

        subscript(column: SensorColumn, index: UInt32...) -> SNMPValue? {
            get { device.variables[OID(column.column.name.arcs + index)] }
            set { device.variables[OID(column.column.name.arcs + index)] = newValue }
        }

        mutating func add(
            sensor part: UInt32, type: Int64, value: Int64, scale: Int64 = 9, precision: Int64 = 0,
            description: String = "", container: Int64 = 0
        ) {
            self[.sensorType, part] = .integer(type)
            self[.sensorScale, part] = .integer(scale)
            self[.sensorPrecision, part] = .integer(precision)
            self[.sensorValue, part] = .integer(value)
            self[.sensorStatus, part] = .integer(1)
            self[.physicalDescription, part] = .octetString(Array(description.utf8))
            self[.physicalContainer, part] = .integer(container)
        }

        func report(_ names: [String] = ["eth1", "eth2"]) throws -> SensorReport {
            let scene = try PollScene(device, names)
            return SensorReport(try SensorReportTests.walk(device.agent, nil), scene.survey.plan.entries)
        }
    }

    fileprivate static func walk(_ agent: FakeAgent, _ known: EntityTree?) throws -> SensorWalk.Outcome {
        try run(agent, known).outcome
    }

    private static func run(
        _ agent: FakeAgent, _ known: EntityTree? = nil
    ) throws -> (outcome: SensorWalk.Outcome, requests: Int) {
        var state = FakeTransport.State(agent: agent)
        var walk = SensorWalk(maxRepetitions: 10, entities: known)
        while true {
            switch walk.next() {
            case .request(let request, let ticket): walk.receive(try state.exchange(request), ticket: ticket)
            case .finished(let outcome): return (outcome, state.requests)
            case .wait: preconditionFailure("the walk waits for an answer to nothing")
            }
        }
    }

    @Test("a device without sensors costs one question and has nothing to say")
    func nothing() throws {
        let (_, requests) = try Self.run(FakeDevice(interfaces: 3).agent)
        #expect(requests == 1)
        let report = try Scene().report()
        #expect(report.optics.isEmpty && report.device == nil)
    }

    @Test("processors' load is their mean, temperatures come hottest first")
    func device() throws {
        var scene = Scene()
        scene[.processorLoad, 1] = .integer(40)
        scene[.processorLoad, 2] = .integer(61)
        scene[.processorLoad, 3] = .integer(900)
        scene.add(sensor: 10, type: 8, value: 315, precision: 1, description: "Inlet")
        scene.add(sensor: 11, type: 8, value: 71, description: "CPU")
        scene.add(sensor: 12, type: 8, value: 900, description: "broken")
        scene.add(sensor: 13, type: 10, value: 6_000, description: "Fan 1")
        let device = try #require(try scene.report().device)
        #expect(device.processorLoad == .known(0.505) && device.processors == 2)
        #expect(device.temperatures == [.init(name: "CPU", celsius: 71), .init(name: "Inlet", celsius: 31.5)])
    }

    @Test("a sensor belongs to the interface that its container is, or that stands in its container")
    func containment() throws {
        var scene = Scene()
        // Sensor in transceiver in port, the port mapped.
        scene.add(sensor: 103, type: 14, value: -250, precision: 2, description: "Receive Power", container: 102)
        scene.add(sensor: 104, type: 8, value: 44, description: "Module Temperature", container: 102)
        scene[.physicalContainer, 102] = .integer(101)
        scene[.physicalContainer, 101] = .integer(1)
        scene[.aliasMapping, 101, 0] = .objectIdentifier([1, 3, 6, 1, 2, 1, 2, 2, 1, 1, 1])
        // Sensor in transceiver, the port in it mapped.
        scene.add(sensor: 203, type: 14, value: -4_000, precision: 2, description: "Rx", container: 202)
        scene[.physicalContainer, 202] = .integer(1)
        scene[.physicalContainer, 201] = .integer(202)
        scene[.aliasMapping, 201, 0] = .objectIdentifier([1, 3, 6, 1, 2, 1, 2, 2, 1, 1, 2])
        // Of an interface that is not in the inventory.
        scene.add(sensor: 303, type: 8, value: 50, description: "Temperature", container: 301)
        scene[.aliasMapping, 301, 0] = .objectIdentifier([1, 3, 6, 1, 2, 1, 2, 2, 1, 1, 3])
        let report = try scene.report()
        let first = try #require(report.optics[100])
        #expect(first.receivedPowerDBm == .known(-2.5) && first.temperatureCelsius == .known(44) && first.lanes == 1)
        #expect(first.transmittedPowerDBm == .missing(.columnAbsent))
        #expect(report.optics[101]?.receivedPowerDBm == .missing(.noLight))
        #expect(report.device == nil)
    }

    @Test("without a mapping the interface's name in the sensor's own tells, whole words only")
    func names() throws {
        var scene = Scene()
        scene.add(
            sensor: 1, type: 6, value: 6_015, scale: 8, precision: 4, description: "DOM TX Power Sensor for eth1")
        scene.add(
            sensor: 2, type: 6, value: 4_025, scale: 8, precision: 4, description: "DOM RX Power Sensor for eth1")
        scene.add(sensor: 3, type: 6, value: 0, scale: 8, precision: 4, description: "DOM RX Power Sensor for eth12")
        scene.add(sensor: 4, type: 6, value: 350, description: "Power supply eth2 output")
        let report = try scene.report()
        #expect(Set(report.optics.keys) == [100])
        let optics = try #require(report.optics[100])
        #expect(abs((optics.transmittedPowerDBm.value ?? 0) + 2.208) < 0.001)
        #expect(abs((optics.receivedPowerDBm.value ?? 0) + 3.952) < 0.001)
    }

    @Test("vendors' tables: by part or by ifIndex, an empty cage is none, and they go before ENTITY-SENSOR")
    func vendors() throws {
        var scene = Scene()
        scene[.huaweiReceived, 17] = .integer(-1_684)
        scene[.huaweiTransmitted, 17] = .integer(267)
        scene[.huaweiTemperature, 17] = .integer(36)
        scene[.physicalName, 17] = .octetString(Array("eth1".utf8))
        scene[.juniperReceived, 2] = .integer(0)
        scene[.juniperTransmitted, 2] = .integer(0)
        scene[.h3cReceived, 3] = .integer(2_147_483_647)
        scene[.h3cTransmitted, 3] = .integer(-540)
        scene.add(sensor: 18, type: 14, value: -30, description: "eth1 rx")
        let report = try scene.report(["eth1", "eth2", "eth3"])
        #expect(
            report.optics[100]
                == InterfaceOptics(
                    receivedPowerDBm: .known(-16.84), transmittedPowerDBm: .known(2.67),
                    temperatureCelsius: .known(36), timeNanoseconds: report.optics[100]?.timeNanoseconds ?? 0))
        #expect(report.optics[101] == nil)
        #expect(report.optics[102]?.receivedPowerDBm == .missing(.implausible))
        #expect(report.optics[102]?.transmittedPowerDBm == .known(-5.4))
    }

    @Test("what belongs to what is asked for once")
    func known() throws {
        var scene = Scene()
        for part in 1...40 as ClosedRange<UInt32> { scene.add(sensor: part, type: 8, value: 30) }
        let (outcome, requests) = try Self.run(scene.device.agent)
        let (_, again) = try Self.run(scene.device.agent, outcome.entities)
        #expect(again < requests)
    }

    @Test("containers that contain themselves end, and mutated answers never trap")
    func fuzz() throws {
        var scene = Scene()
        scene.add(sensor: 5, type: 8, value: 30, container: 6)
        scene.add(sensor: 6, type: 8, value: 31, container: 5)
        scene.add(sensor: 7, type: 14, value: -3, description: "eth1 rx", container: 7)
        #expect(try scene.report().device?.temperatures.count == 2)
        let entries = try PollScene(scene.device, ["eth1"]).survey.plan.entries
        var random = Seeded(7)
        for _ in 0..<300 {
            var state = FakeTransport.State(agent: scene.device.agent)
            var walk = SensorWalk(maxRepetitions: 10, entities: nil)
            var requests = 0
            rounds: while requests < 200 {
                switch walk.next() {
                case .request(let request, let ticket):
                    requests += 1
                    var response = try state.exchange(request)
                    let bytes = random.mutated(response.list.bytes)
                    response.list = (try? VariableList(in: bytes, at: bytes.indices)) ?? VariableList([])
                    walk.receive(response, ticket: ticket)
                case .finished(let outcome):
                    #expect(Set(SensorReport(outcome, entries).optics.keys).isSubset(of: [100]))
                    break rounds
                case .wait: preconditionFailure("the walk waits for an answer to nothing")
                }
            }
            #expect(requests < 200)
        }
    }
}
