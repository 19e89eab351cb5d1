/// Finds the word that was probably meant.
public enum Nearest {
    /// The candidate with the fewest edits from `word`, letters' case ignored; `nil` when all are further away than
    /// a third of the word (at least 1, at most 3). Ties go to the first in the order of text.
    ///
    /// `budget` bounds the work over many calls: each comparison takes one from it, and none is made at zero.
    public static func to(_ word: String, among candidates: some Sequence<String>, budget: inout Int) -> String? {
        let letters = Array(word.lowercased())
        guard letters.count <= 64 else { return nil }
        let limit = max(1, min(3, letters.count / 3))
        var best: (distance: Int, text: String)?
        for candidate in candidates {
            guard budget > 0 else { break }
            budget -= 1
            guard abs(candidate.count - letters.count) <= limit else { continue }
            let distance = edits(letters, Array(candidate.lowercased()))
            guard distance <= limit else { continue }
            if let known = best, (known.distance, known.text) <= (distance, candidate) { continue }
            best = (distance, candidate)
        }
        return best?.text
    }

    /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
    static func edits(_ a: [Character], _ b: [Character]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforeLast[j - 1] + 1) }
                row.append(cost)
            }
            beforeLast = last
            last = row
        }
        return last[b.count]
    }
}
