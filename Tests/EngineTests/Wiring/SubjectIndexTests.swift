import Metro
import Testing

@testable import Engine

@Suite("Subjects by number")
struct SubjectIndexTests {
    @Test("interfaces of links and exit ports have one number each, paths that of the inventory")
    func numbers() {
        let subjects = SubjectIndex(SmallCity.inventory())
        #expect(
            subjects.interfaces.map(\.description)
                == ["east:to-middle", "middle:to-east", "middle:to-west", "west:to-middle", "east:exit"])
        for (number, interface) in subjects.interfaces.enumerated() {
            #expect(subjects.interface(interface) == UInt32(number))
        }
        #expect(subjects.interfaces(of: "middle").map(\.name) == ["to-east", "to-west"])
        #expect(subjects.interfaces(of: "east").map(\.subject) == [0, 4])
        #expect(subjects.interface(InterfaceReference(device: "east", name: "other")) == nil)
        #expect(subjects.path("point-hub") == 1 && subjects.path("none") == nil && subjects.pathCount == 2)
    }
}
