import Metro
import Testing

struct NearestTests {
    @Test(
        "A suggestion is near, and the nearest",
        arguments: [
            ("capcity", "capacity"), ("lnik", "link"), ("OXC", "oxc"), ("nothing", nil), ("x", nil), ("", nil),
        ] as [(String, String?)])
    func nearest(_ word: String, candidate: String?) {
        var budget = 100
        let candidates = ["capacity", "link", "links", "oxc"]
        #expect(Nearest.to(word, among: candidates, budget: &budget) == candidate)
        #expect(budget == 96)
        budget = 0
        #expect(Nearest.to(word, among: candidates, budget: &budget) == nil)
    }
}
