import Foundation
import Metro
import Testing

@testable import Configuration

@Suite("A document with anything in it")
struct MutationTests {
    @Test(
        "loads, or is refused with at least one error, in order of line and without control characters",
        arguments: 1...8)
    func mutated(_ seed: UInt64) throws {
        var random = SplitMix64(state: seed)
        let originals = [Sample.valid, try Example.metro.text()].map { Array($0.utf8) }
        var loads = 0
        for round in 0..<60 {
            var bytes = originals[round % originals.count]
            for _ in 0..<Int.random(in: 1...3, using: &random) { mutate(&bytes, &random) }
            let report = Report(file: "m.yaml")
            do {
                let loaded = try ConfigurationLoader.load(bytes, file: "m.yaml", report: report)
                #expect(loaded.warnings.allSatisfy { $0.severity == .warning })
                loads += 1
            } catch {
                #expect(error.diagnostics.contains { $0.severity == .error }, "seed \(seed), round \(round)")
                check(error.diagnostics, lines: bytes.count { $0 == 10 || $0 == 13 } + 1)
            }
        }
        // Mutations that are all refused, or all harmless, would test little.
        #expect((1...55).contains(loads), "seed \(seed)")
    }

    private func check(_ diagnostics: [Diagnostic], lines: Int) {
        var last = 0
        for diagnostic in diagnostics {
            #expect(diagnostic.line >= last && diagnostic.line <= lines + 1)
            last = diagnostic.line
            #expect(!diagnostic.description.unicodeScalars.contains(where: PrintableText.isUnprintable))
        }
    }

    private func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
        guard !bytes.isEmpty else { return }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<7, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.insert(UInt8.random(in: 0...127, using: &random), at: place)
        case 2: bytes.remove(at: place)
        case 3:
            let marks: [String] = [
                "*a", "&a ", "? ", "{", "]", "'", "\"", ": ", "- ", "\t", "!!", "|\n", "<<: ", "\u{1B}",
            ]
            bytes.insert(contentsOf: Array((marks.randomElement(using: &random) ?? "").utf8), at: place)
        case 4: bytes.removeSubrange(place..<min(bytes.count, place + 40))
        default:
            var lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
            let from = Int.random(in: 0..<lines.count, using: &random)
            let to = Int.random(in: 0..<lines.count, using: &random)
            if Bool.random(using: &random) { lines.insert(lines[from], at: to) } else { lines.remove(at: from) }
            bytes = Array(lines.joined(separator: [10]))
        }
    }
}
