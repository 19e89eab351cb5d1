import Collecting
import Configuration
import Metro
import Sockets
import Synchronization
import Testing

@testable import Engine

@Suite("Discovering a network")
struct NetworkDiscoveryTests {
    private static let seeds = ["10.0.0.1"]

    private func discover(
        _ metro: FakeMetro = FakeMetro(), _ change: (inout DiscoveryRequest) -> Void = { _ in }
    ) async throws -> DiscoveredNetwork {
        try await discover(over: FakeMetroTransport(metro), change)
    }

    private func discover(
        over transport: FakeMetroTransport, _ change: (inout DiscoveryRequest) -> Void = { _ in }
    ) async throws -> DiscoveredNetwork {
        var request = DiscoveryRequest()
        request.seeds = Self.seeds
        change(&request)
        return try await NetworkDiscovery.run(request, transport: transport, time: StillTime()) { _ in }
    }

    private func load(_ text: String) throws -> LoadedConfiguration {
        try ConfigurationLoader.load(text: text, file: "found.yaml")
    }

    @Test(
        "what is printed is a configuration that passes the check with warnings alone, and holds every device and link")
    func roundTrip() async throws {
        let network = try await discover()
        let loaded = try load(network.inventoryText.yaml)
        #expect(
            loaded.inventory.devices.map(\.id.text)
                == ["acc1", "acc2", "acc3", "acc4", "agg1", "agg2", "agg3", "agg4", "core1", "core2"])
        let links = Set(loaded.inventory.links.map { "\($0.a) \($0.b)" })
        #expect(
            links == [
                "core1:400GE0/1/0 core2:400GE0/1/0", "core1:400GE0/1/1 core2:400GE0/1/1", "agg1:xe0 core1:100GE1/0",
                "agg3:xe0 core2:100GE1/0", "agg1:xe1 agg2:xe1", "agg2:xe2 agg3:xe2", "agg3:xe3 agg4:xe3",
                "agg1:xe4 agg4:xe4", "acc1:ge0 agg1:xe2", "acc2:ge0 agg2:xe0", "acc3:ge0 agg3:xe1",
                "acc4:ge0 agg4:xe1",
            ])
        let parallel = loaded.inventory.links.filter { $0.a.device == "core1" && $0.b.device == "core2" }
        #expect(parallel.map(\.capacityBitsPerSecond) == [400e9, 400e9])
        #expect(loaded.inventory.links.first { $0.a.device == "acc1" }?.capacityBitsPerSecond == 10e9)
        #expect(loaded.inventory.devices.allSatisfy { $0.snmp?.host.hasPrefix("10.0.0.") == true })
    }

    @Test("what cannot be known says that it is to be filled in, in Chinese and English")
    func placeholders() async throws {
        let yaml = try await discover().inventoryText.yaml
        #expect(yaml.contains("city: {zh: 待填报, en: to be filled in}"))
        #expect(yaml.contains("    # site: 待填报 / to be filled in\n"))
        let sites = try load(yaml).warnings.filter { $0.key.hasSuffix(".site") }
        #expect(sites.count == 10)
    }

    @Test("a neighbour that does not answer is named, with who heard it, and stops nothing")
    func silentNeighbour() async throws {
        let yaml = try await discover().inventoryText.yaml
        #expect(
            yaml.contains(
                "# no answer: dark.metro.example (heard by agg2): no answer from 10.0.0.30:161 in 2 tries of 2 s"))
        #expect(yaml.contains("# agg2:xe4 hears dark.metro.example:p0, which was not surveyed"))
    }

    @Test("the same network prints the same text, whatever is asked first")
    func deterministic() async throws {
        let one = try await discover { $0.parallel = 1 }.inventoryText.yaml
        let other = try await discover {
            $0.parallel = 32
            $0.seeds = ["10.0.0.21", "10.0.0.1"]
        }.inventoryText.yaml
        func body(_ yaml: String) -> [Substring] { yaml.split(separator: "\n").filter { !$0.contains("heard by") } }
        #expect(body(one) == body(other))
    }

    @Test("a link that one end alone sees says which one")
    func oneEnd() async throws {
        var metro = FakeMetro()
        metro.deaf = ["agg1 xe2"]
        let yaml = try await discover(metro) { $0.seeds.append("10.0.0.21") }.inventoryText.yaml
        #expect(
            yaml.contains(
                """
                  # seen from one end only: acc1
                """))
        #expect(try load(yaml).inventory.links.contains { $0.a.description == "acc1:ge0" })
    }

    @Test("where the ends of a link differ in speed there is no capacity to write down, and both are named")
    func differingSpeeds() async throws {
        var metro = FakeMetro()
        metro.devices["acc1"]?.ports[0].megabits = 1_000
        let yaml = try await discover(metro).inventoryText.yaml
        #expect(yaml.contains("  # the ends differ: 1G and 10G\n"))
        let link = try load(yaml).inventory.links.first { $0.a.description == "acc1:ge0" }
        #expect(link != nil && link?.capacityBitsPerSecond == nil)
    }

    @Test("only addresses inside the ranges are asked, by default those of the seeds' own /24")
    func ranges() async throws {
        var metro = FakeMetro()
        metro.devices["agg2"]?.address = "10.0.1.12"
        let transport = FakeMetroTransport(metro)
        let yaml = try await discover(over: transport).inventoryText.yaml
        #expect(!transport.asked.contains("10.0.1.12"))
        #expect(
            yaml.contains(
                "# not asked: agg2.metro.example (heard by agg1) at 10.0.1.12: outside 10.0.0.0/24; widen with --within"
            ))
        let wider = FakeMetroTransport(metro)
        _ = try await discover(over: wider) { $0.ranges = [AddressRange(parsing: "10.0.0.0/16")!] }
        #expect(wider.asked.contains("10.0.1.12"))
    }

    @Test("each device is asked once, however many hear it")
    func once() async throws {
        let transport = FakeMetroTransport(FakeMetro())
        _ = try await discover(over: transport)
        #expect(transport.asked.count == Set(transport.asked).count)
        #expect(transport.asked.count == 11)
    }

    @Test("hops and devices are limited, and what was left out is named")
    func limits() async throws {
        let near = try await discover { $0.maximumHops = 1 }
        #expect(near.members.map(\.id) == ["agg1", "core1", "core2"])
        #expect(near.inventoryText.yaml.contains(": more than 1 hops from a seed (--max-hops)"))
        let few = try await discover { $0.maximumDevices = 4 }
        #expect(few.members.count == 4)
        #expect(few.inventoryText.yaml.contains(": 4 devices were found already (--max-devices)"))
    }

    @Test("a device of the inventory is asked with its own credentials alone; a stranger with those that there are")
    func credentials() async throws {
        var metro = FakeMetro()
        metro.devices["core1"]?.community = "not public"
        let network = try await discover(metro)
        #expect(network.members.isEmpty)
        #expect(network.silent.map(\.label) == ["seed 10.0.0.1:161"])
    }

    @Test("a secret that the command names and that is not there ends it at once")
    func missingSecret() async throws {
        await #expect(throws: CollectorError.self) {
            try await discover { $0.securities = [.community(.environment("HAOMIAO_NO_SUCH_VARIABLE"))] }
        }
    }

    @Test("ids hold what an id may hold, and each stands once")
    func ids() {
        var ids = UniqueIDs()
        #expect(
            ["pe 1", "pe:1", "<x>", "", "---", "南山-1", "10.0.0.1"].map { ids.take($0) }
                == ["pe-1", "pe-1-2", "-x-", "device", "device-2", "南山-1", "10.0.0.1"])
        #expect(ids.take(String(repeating: "a", count: 300)).count == 56)
    }

    @Test("without seeds and without an inventory there is nothing to begin with")
    func nothing() async throws {
        let error = await #expect(throws: CollectorError.self) { try await discover { $0.seeds = [] } }
        #expect(
            error?.description
                == "there is nothing to begin with; name a device with --seed, or an inventory with devices that have snmp"
        )
    }

    // MARK: the difference to an inventory

    private func difference(_ change: (inout FakeMetro) -> Void) async throws -> [DriftFinding] {
        let inventory = try load(try await discover().inventoryText.yaml).inventory
        var metro = FakeMetro()
        change(&metro)
        return try await discover(metro) {
            $0.seeds = []
            $0.inventory = inventory
        }.differences.filter { $0.kind != .unknownNeighbour }
    }

    @Test("the network differs in nothing from the inventory that it was written down as")
    func noDifference() async throws {
        #expect(try await difference { _ in } == [])
    }

    @Test("a device that is new, and its link, are found")
    func newDevice() async throws {
        let found = try await difference { metro in
            metro.devices["acc5"] = metro.devices["acc1"]
            metro.devices["acc5"]?.name = "acc5"
            metro.devices["acc5"]?.address = "10.0.0.25"
            metro.devices["acc5"]?.chassis = 25
            metro.join("agg1 xe3", "acc5 ge0")
        }
        #expect(
            found == [
                DriftFinding(.linkUnlisted, device: "agg1", interface: "xe3", found: "acc5:ge0"),
                DriftFinding(.deviceUnlisted, found: "acc5 at 10.0.0.25"),
            ])
    }

    @Test("a device that is gone is silent, and its link contradicts nothing more")
    func goneDevice() async throws {
        let found = try await difference { $0.devices["acc1"]?.isSilent = true }
        #expect(found == [DriftFinding(.deviceSilent, device: "acc1", expected: "10.0.0.21")])
    }

    @Test("a link that neither end sees any more is found")
    func goneLink() async throws {
        let found = try await difference { $0.part("agg1", "xe1") }
        #expect(
            found == [
                DriftFinding(
                    .linkUnseen, device: "agg1", interface: "xe1", link: "agg1-agg2", expected: "agg2:xe1")
            ])
    }

    @Test("a moved end is found at both ends that see otherwise")
    func movedEnd() async throws {
        let found = try await difference { metro in
            metro.part("acc1", "ge0")
            metro.join("agg1 xe3", "acc1 ge0")
        }
        #expect(
            found == [
                DriftFinding(
                    .otherNeighbour, device: "acc1", interface: "ge0", link: "acc1-agg1", expected: "agg1:xe2",
                    found: "agg1:xe3")
            ])
    }

    @Test("a speed that is not the capacity is found")
    func speed() async throws {
        let found = try await difference { $0.devices["acc1"]?.ports[0].megabits = 1_000 }
        #expect(
            found == [
                DriftFinding(
                    .speedDiffers, device: "acc1", interface: "ge0", link: "acc1-agg1", expected: "10G", found: "1G")
            ])
    }

    @Test("an interface that is named otherwise now is told from one that is missing")
    func renamed() async throws {
        let found = try await difference { metro in
            metro.part("acc1", "ge0")
            metro.devices["acc1"]?.ports[0].name = "ge-0/0/0"
            metro.join("agg1 xe2", "acc1 ge-0/0/0")
            metro.part("acc2", "ge0")
            metro.devices["acc2"]?.ports.remove(at: 0)
        }
        #expect(
            found == [
                DriftFinding(.interfaceMissing, device: "acc2", interface: "ge0", link: "acc2-agg2", expected: "ge0"),
                DriftFinding(
                    .interfaceRenamed, device: "acc1", interface: "ge0", link: "acc1-agg1", expected: "ge0",
                    found: "ge-0/0/0"),
                DriftFinding(
                    .otherNeighbour, device: "agg1", interface: "xe2", link: "acc1-agg1", expected: "acc1:ge0",
                    found: "acc1:ge-0/0/0"),
            ])
    }

    @Test("the document names devices, links, what was silent, and differences only where there was a comparison")
    func document() async throws {
        let json = try DiscoveryDocument(try await discover(), isComparison: false).json()
        #expect(json.contains("\"schema\" : \"haomiao.discover/1\""))
        #expect(json.contains("\"label\" : \"dark.metro.example (heard by agg2)\""))
        #expect(!json.contains("\"differences\""))
    }
}
