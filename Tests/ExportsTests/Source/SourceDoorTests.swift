import Collecting
import Mapping
import Metro
import Telemetry
import Testing

@testable import Exports

@Suite("The door of a source", .timeLimit(.minutes(1)))
struct SourceDoorTests {
    private static let inventory = Inventory(
        city: LocalizedName(english: "Test"), timeZone: "UTC", sites: [], version: "1")

    private func door(_ intake: FakeIntake, _ format: ExportSource.Format = .influx) -> SourceDoor {
        let converter = Converter(
            source: .export("e"), mappings: [],
            directory: SubjectDirectory(inventory: Self.inventory, interfaces: []), owners: InterfaceOwners())
        return SourceDoor(SharedDesk(SourceDesk(converter, format)), intake)
    }

    @Test("gives a message back only when the aggregates have what was in the lane")
    func deliver() async throws {
        let intake = FakeIntake()
        intake.offer([sample(1), sample(2)])
        let door = door(intake)
        let delivery = Task { try await door.deliver(messages: [1, 2, 3], ends: [1, 3]) }
        await intake.sleeper()
        intake.drainAll()
        intake.clock.advance(nanoseconds: SourceDoor.pauseNanoseconds)
        try await delivery.value
        #expect(door.atDesk { $0.account.bytes } == 3)
    }

    @Test("sends a message's sender away when the aggregates stand still")
    func standstill() async throws {
        let intake = FakeIntake()
        intake.offer([sample(1)])
        let door = door(intake)
        let delivery = Task { try await door.deliver(messages: [1], ends: [1]) }
        await intake.sleeper()
        intake.clock.advance(nanoseconds: SourceDoor.standstillNanoseconds)
        await #expect(throws: SourceTooFast()) { try await delivery.value }
    }

    @Test("lets go of a waiting sender that is cancelled")
    func cancelled() async throws {
        let intake = FakeIntake()
        intake.offer([sample(1)])
        let door = door(intake)
        let delivery = Task { try await door.deliver(messages: [1], ends: [1]) }
        await intake.sleeper()
        delivery.cancel()
        await #expect(throws: CancellationError.self) { try await delivery.value }
    }
}
