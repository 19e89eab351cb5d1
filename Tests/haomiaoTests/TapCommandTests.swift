import Metro
import Testing

@testable import haomiao

struct TapCommandTests {
    @Test("A summary tells of each source what came, what was lost, what came again and why something was refused")
    func summary() {
        var stream = StreamPicture()
        stream.messages = 1
        stream.readings = 12
        stream.samples = 10
        stream.redelivered = 3
        stream.backlog = 7
        stream.refused = [.init(reason: "no such device", count: 2, example: "pe9:Ethernet1")]
        var target = TargetPicture(id: "export/nats", kind: "export", address: "nats://metro", state: .healthy)
        target.stream = stream
        #expect(
            TapSummary.text(printed: 10, [target]) == """
                haomiao tap: 10 samples printed
                  export/nats: 1 message, 12 readings, 10 samples, 3 redelivered, 7 waiting
                    2 refused: no such device, as pe9:Ethernet1
                """)
    }
}
