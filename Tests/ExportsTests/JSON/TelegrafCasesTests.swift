import Exports
import Mapping
import Testing

@Suite(.enabled(if: Corpus.root != nil, "skipped: no corpus (HAOMIAO_CORPUS)"))
struct TelegrafCasesTests {
    @Test("Our readings of a notification are what Telegraf makes of it, value by value", arguments: TelegrafCase.all)
    func agrees(_ test: TelegrafCase) throws {
        let folder = "telemetry/telegraf/gnmi/\(test.folder)/"
        let ours = readings(try Corpus.bytes(folder + "responses.json"), as: .gnmicProtoJSON)
        let theirs = decoded(InfluxDecoder(), try Corpus.bytes(folder + "expected.out"))
        #expect(ours.problems.isEmpty)
        #expect(theirs.problems.isEmpty)
        #expect(theirs.entries.count == test.values)

        var renamed = test.renamed(ours.entries).map(\.withoutSign)
        let renamedCount = renamed.count
        var exact = 0
        var rounded = 0
        for expected in theirs.entries.map({ TelegrafCase.Reading($0).withoutSign }) {
            if let index = renamed.firstIndex(of: expected) {
                renamed.remove(at: index)
                exact += 1
            } else if let index = renamed.firstIndex(where: { $0.inSinglePrecision == expected.inSinglePrecision }) {
                renamed.remove(at: index)
                rounded += 1
            } else {
                Issue.record("Telegraf alone tells \(expected)")
            }
        }
        for left in renamed { Issue.record("we alone tell \(left)") }
        // The table in Docs/Telemetry.md.
        #expect(ours.entries.count == test.values + test.tags)
        #expect(renamedCount == test.values)
        #expect(exact == test.values - test.rounded)
        #expect(rounded == test.rounded)
    }
}
