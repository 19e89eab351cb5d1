import Collecting
import Engine
import Metro
import Testing

@testable import haomiao

struct ProbeReportTests {
    private let good = TargetProbe.Outcome(
        id: "snmp/pe1", address: "192.0.2.1:161",
        result: .success(.init(durationNanoseconds: 12_340_000, systemName: "pe1.example.net")))
    private let renamed = TargetProbe.Outcome(
        id: "snmp/pe-west", address: "[2001:db8::2]:161",
        result: .success(.init(durationNanoseconds: 900_000, systemName: "core7", isNamedOtherwise: true)))
    private let reflector = TargetProbe.Outcome(
        id: "stamp/probe", address: "192.0.2.9:862", result: .success(.init(durationNanoseconds: 410_000)))
    private let dead = TargetProbe.Outcome(
        id: "snmp/pe3", address: "192.0.2.3:161",
        result: .failure(CollectorError(.timeout, "no answer from 192.0.2.3:161 in 2 tries of 2 s", advice: "check it"))
    )

    @Test("one line a target, and the sum")
    func lines() {
        let report = ProbeReport([good, renamed, reflector, dead])
        #expect(report.failures == 1)
        #expect(
            report.text == """
                ok    snmp/pe1      192.0.2.1:161         12.3 ms  sysName pe1.example.net
                ok    snmp/pe-west  [2001:db8::2]:161      0.9 ms  ! sysName is core7: another name than in the inventory
                ok    stamp/probe   192.0.2.9:862          0.4 ms
                FAIL  snmp/pe3      192.0.2.3:161      no answer from 192.0.2.3:161 in 2 tries of 2 s; check it
                4 targets: 3 answer, 1 fail

                """)
    }

    @Test("nothing but good news, and nothing at all, are said to be that")
    func sums() {
        #expect(ProbeReport([good]).text.hasSuffix("\n1 target: all answer\n"))
        let sites = [("site-river", 2), ("west", 1)].map {
            TargetProbe.Elsewhere(instance: InstanceID($0), paths: $1)
        }
        #expect(
            ProbeReport([good], elsewhere: sites).text.hasSuffix(
                """
                1 target: all answer
                2 paths are measured by the instance site-river: not tried from here
                1 path is measured by the instance west: not tried from here

                """))
        #expect(ProbeReport([], elsewhere: sites).text.hasPrefix("nothing to try from here\n2 paths are measured"))
        #expect(ProbeReport([]).text == "no device has snmp, stamp or gnmi settings: there is nothing to try\n")
    }
}
