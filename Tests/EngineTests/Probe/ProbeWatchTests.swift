import Configuration
import Metro
import STAMP
import Sockets
import Testing

@testable import Engine

@Suite("A run of probes to one reflector", .timeLimit(.minutes(1)))
struct ProbeWatchTests {
    private func watch(_ port: UInt16, count: Int) throws -> ProbeWatch {
        let entry = ProbeList.Entry(
            id: "x", access: STAMPAccess(host: "127.0.0.1", port: port), clock: .shared, intervalMilliseconds: 10)
        return try ProbeWatch(entry, limitNanoseconds: 1_000_000, count: count)
    }

    @Test("sends exactly as many as were wanted, each with its number, and is over by itself")
    func count() async throws {
        let server = try ReflectorServer(listen: .loopback(port: 0))
        let watch = try watch(server.localAddress.port, count: 20)
        watch.start()
        await watch.ended()
        let news = watch.news()
        #expect(news.isOver && news.error == nil)
        #expect(news.outcomes.map(\.number).sorted() == Array(0..<20))
        #expect(watch.tally.decided == 20 && watch.address == "127.0.0.1:\(server.localAddress.port)")
        #expect(server.statistics.received == 20)
        server.stop()
        #expect(watch.news().outcomes.isEmpty)
    }

    @Test("is over when it is stopped")
    func stop() async throws {
        let server = try ReflectorServer(listen: .loopback(port: 0))
        let watch = try watch(server.localAddress.port, count: .max)
        watch.start()
        watch.stop()
        await watch.ended()
        server.stop()
        #expect(watch.news().isOver)
    }
}
