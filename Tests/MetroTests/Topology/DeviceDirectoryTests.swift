import Metro
import Testing

@Suite("Telling which device a neighbour is")
struct DeviceDirectoryTests {
    private let one = LLDPIdentifier(.macAddress, "02:00:00:00:00:01")
    private let two = LLDPIdentifier(.macAddress, "02:00:00:00:00:02")

    @Test("names are compared without regard to case, and one of both may leave the domain out")
    func names() {
        var directory = DeviceDirectory()
        directory.add(names: ["PE1.metro.example"], chassis: nil, addresses: [])
        directory.add(names: ["pe2"], chassis: nil, addresses: [])
        #expect(directory.find(systemName: "pe1", chassis: nil, addresses: []) == .device(0))
        #expect(directory.find(systemName: "pe1.metro.example.", chassis: nil, addresses: []) == .device(0))
        #expect(directory.find(systemName: "PE2.metro.example", chassis: nil, addresses: []) == .device(1))
        #expect(directory.find(systemName: "pe1.other.example", chassis: nil, addresses: []) == .none)
        #expect(directory.find(systemName: "pe3", chassis: nil, addresses: []) == .none)
    }

    @Test("devices that nobody named are told apart by their chassis ids, or not at all")
    func sameName() {
        var directory = DeviceDirectory()
        directory.add(names: ["HUAWEI"], chassis: one, addresses: ["10.0.0.1"])
        directory.add(names: ["HUAWEI"], chassis: two, addresses: ["10.0.0.2"])
        #expect(directory.find(systemName: "HUAWEI", chassis: two, addresses: []) == .device(1))
        #expect(directory.find(systemName: "HUAWEI", chassis: nil, addresses: ["10.0.0.1"]) == .device(0))
        #expect(directory.find(systemName: "HUAWEI", chassis: nil, addresses: []) == .ambiguous)
        let third = LLDPIdentifier(.macAddress, "02:00:00:00:00:03")
        #expect(directory.find(systemName: "HUAWEI", chassis: third, addresses: []) == .ambiguous)
    }

    @Test("a chassis id proves nothing against a name: copies of a machine and logical systems share it")
    func sharedChassis() {
        var directory = DeviceDirectory()
        directory.add(names: ["acc3"], chassis: one, addresses: [])
        directory.add(names: ["acc4"], chassis: one, addresses: [])
        #expect(directory.find(systemName: "acc4", chassis: one, addresses: []) == .device(1))
        #expect(directory.find(systemName: "acc5", chassis: one, addresses: []) == .none)
        #expect(directory.find(systemName: "", chassis: one, addresses: []) == .ambiguous)
    }

    @Test("an address proves nothing against a chassis id: it may have been copied, or given to another device")
    func copiedAddress() {
        var directory = DeviceDirectory()
        directory.add(names: ["pe1"], chassis: one, addresses: ["10.0.0.1"])
        #expect(directory.find(systemName: "pe9", chassis: two, addresses: ["10.0.0.1"]) == .ambiguous)
        #expect(directory.find(systemName: "pe9", chassis: one, addresses: ["10.0.0.1"]) == .device(0))
        #expect(directory.find(systemName: "pe1", chassis: two, addresses: ["10.0.0.1"]) == .device(0))
    }

    @Test("a nameless neighbour is known by its address or its chassis id; an address is no name with a domain")
    func nameless() {
        var directory = DeviceDirectory()
        directory.add(names: ["10.0.0.1"], chassis: one, addresses: ["10.0.0.1"])
        #expect(directory.find(systemName: "", chassis: one, addresses: []) == .device(0))
        #expect(directory.find(systemName: "", chassis: nil, addresses: ["10.0.0.1"]) == .device(0))
        #expect(directory.find(systemName: "10.0.0.9", chassis: nil, addresses: []) == .none)
        #expect(directory.find(systemName: "", chassis: nil, addresses: []) == .none)
    }
}
