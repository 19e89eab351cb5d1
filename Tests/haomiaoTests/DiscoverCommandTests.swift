import ArgumentParser
import Metro
import Testing

@testable import haomiao

@Suite("haomiao discover")
struct DiscoverCommandTests {
    @Test("each kind of difference is a sentence that says where, what was expected and what was found")
    func sentences() {
        let findings = [
            DriftFinding(.interfaceMissing, device: "pe1", interface: "eth1", link: "one", expected: "eth1"),
            DriftFinding(.interfaceRenamed, device: "pe1", interface: "eth1", link: "one", found: "xe1"),
            DriftFinding(
                .otherNeighbour, device: "pe1", interface: "eth1", link: "one", expected: "pe2:eth1", found: "pe3:eth4"),
            DriftFinding(.linkUnseen, device: "pe1", interface: "eth1", link: "one", expected: "pe2:eth1"),
            DriftFinding(
                .speedDiffers, device: "pe1", interface: "eth1", link: "one", expected: "100G", found: "10G"),
            DriftFinding(.linkUnlisted, device: "pe1", interface: "eth2", found: "pe4:eth1"),
            DriftFinding(.linkUnlisted, found: "pe4:eth2 – pe5:eth2"),
            DriftFinding(.deviceSilent, device: "pe6", expected: "10.0.0.6"),
            DriftFinding(.deviceUnlisted, found: "pe4 at 10.0.0.4"),
            DriftFinding(.unknownNeighbour, device: "pe1", interface: "eth3", found: "sw1:ge0"),
        ]
        #expect(
            DifferenceText(findings).text == """
                - link one: pe1:eth1: the device has no such interface
                ~ link one: pe1:eth1: the interface is xe1 now
                ~ link one: pe1:eth1 sees pe3:eth4, the inventory says pe2:eth1
                - link one: neither end sees the other: pe1:eth1 – pe2:eth1
                ~ link one: pe1:eth1 runs at 10G, the inventory says 100G
                + link pe1:eth2 – pe4:eth1
                + link pe4:eth2 – pe5:eth2
                - device pe6 at 10.0.0.6 does not answer
                + device pe4 at 10.0.0.4
                + neighbour sw1:ge0 at pe1:eth3, which the inventory does not name
                10 differences

                """)
        #expect(DifferenceText([]).text == "no difference between the inventory and the network\n")
    }

    @Test(
        "options that cannot be are refused before anything is asked, and the words say what is expected",
        arguments: [
            (["discover"], "nothing to begin with: expected --seed ADDRESS, or --config FILE with devices"),
            (["discover", "--seed", "a", "--max-hops", "99"], "--max-hops: found 99, expected a number from 0 to 64"),
            (["discover", "--seed", "a", "--parallel", "0"], "--parallel: found 0, expected a number from 1 to 256"),
            (["discover", "--seed", "a", "--auth", "SHA-256"], "SNMPv3 options without a user: expected --user NAME"),
            (["discover", "--seed", "a", "--user", "u", "--auth", "MD5"], "--auth and --auth-env belong together"),
            (
                ["discover", "--seed", "a", "--user", "u", "--privacy", "DES", "--privacy-env", "P"],
                "--privacy needs --auth: SNMPv3 encrypts only what it authenticates"
            ),
        ])
    func refused(arguments: [String], message: String) {
        do {
            _ = try Haomiao.parseAsRoot(arguments)
            Issue.record("\(arguments) are taken")
        } catch {
            #expect(Haomiao.message(for: error) == message)
        }
    }
}
