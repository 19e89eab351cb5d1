import Collecting
import Metro
import Testing

@testable import Engine

@Suite("Outages")
struct OutagesTests {
    private func health(
        _ kind: CollectorKind, _ name: String, failing code: CollectorError.Code? = nil
    ) -> TargetHealth {
        var health = TargetHealth(
            TargetDescription(kind: kind, name: name, address: "192.0.2.1"), cadence: .every(milliseconds: 10_000))
        health.attemptStarted()
        if let code { health.attemptFailed(CollectorError(code, "it fails"), isBackingOff: false, next: 0) }
        return health
    }

    private func path(_ id: PathID) -> MeasuredPath {
        MeasuredPath(id: id, a: "a", b: "b", layer: .ip, method: .stamp)
    }

    @Test(
        "what a target failed of is why its subjects have no values",
        arguments: [
            (CollectorError.Code.timeout, MissingReason.noAnswer), (.refused, .refused), (.secret, .collectorOutage),
            (.malformed, .collectorOutage), (.system, .collectorOutage), (.protocolError, .collectorOutage),
        ])
    func reasons(code: CollectorError.Code, reason: MissingReason) {
        let outages = Outages([health(.snmp, "pe1", failing: code), health(.stamp, "p1", failing: code)])
        #expect(outages.device("pe1") == reason)
        #expect(outages.path(path("p1"), isSimulated: false) == reason)
    }

    @Test("a target that is well, or has not been asked yet, explains nothing")
    func well() {
        var answered = health(.snmp, "pe1", failing: .timeout)
        answered.apply(.answered(durationNanoseconds: 1), wallNanoseconds: 0)
        let outages = Outages([answered, health(.snmp, "pe2"), health(.stamp, "p1")])
        #expect(outages.device("pe1") == nil)
        #expect(outages.device("pe2") == nil)
        #expect(outages.path(path("p1"), isSimulated: false) == nil)
    }

    @Test("what no target measures is not measured, and a device is no path")
    func unmeasured() {
        let outages = Outages([health(.snmp, "x", failing: .timeout), health(.stamp, "y", failing: .refused)])
        #expect(outages.device("y") == .notMeasured)
        #expect(outages.path(path("x"), isSimulated: false) == .notMeasured)
        #expect(outages.path(path("x"), isSimulated: true) == nil)
        #expect(Outages([]).device("x") == .notMeasured)
    }

    @Test("a path that an instance measures has no values when that instance is gone, whatever else is measured")
    func instances() {
        func path(_ instance: InstanceID) -> MeasuredPath {
            MeasuredPath(id: "p", a: "a", b: "b", layer: .ip, method: .stamp, instance: instance)
        }
        let outages = Outages([health(.probe, "gone", failing: .system), health(.probe, "well"), health(.stamp, "p")])
        #expect(outages.path(path("gone"), isSimulated: false) == .collectorOutage)
        #expect(outages.path(path("well"), isSimulated: false) == nil)
        #expect(outages.path(path("other"), isSimulated: false) == .notMeasured)
    }

    @Test("a name with slashes is the device's whole name")
    func slashes() {
        let outages = Outages([health(.snmp, "rack/7", failing: .timeout)])
        #expect(outages.device("rack/7") == .noAnswer)
    }

    @Test("a port for traps that cannot be opened takes no value away")
    func traps() {
        let outages = Outages([health(.trap, "pe1", failing: .system), health(.snmp, "pe2")])
        #expect(outages.device("pe1") == .notMeasured && outages.device("pe2") == nil)
    }
}
