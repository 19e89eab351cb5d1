import Testing

@testable import Console

@Suite("Tables")
struct TableTests {
    @Test("drop columns by priority and never grow past their width")
    func layout() {
        let columns = [
            TableColumn("a", "a", width: 4, priority: 9, stretch: 10), TableColumn("b", "b", width: 6, priority: 1),
            TableColumn("c", "c", width: 5, priority: 5, stretch: 3),
        ]
        for width in 0...60 {
            let layout = TableLayout(columns, width: width)
            #expect(layout.placed.allSatisfy { $0.x + $0.width <= max(width, 0) || layout.placed.count == 1 })
            #expect(layout["a"] != nil)
            #expect((layout["b"] != nil) == (width >= 17))
            #expect((layout["c"] != nil) == (width >= 10))
        }
        #expect(TableLayout(columns, width: 30)["a"]?.width == 14)
        #expect(TableLayout(columns, width: 24)["a"]?.width == 11)
    }

    @Test("keep the selected row in view, whatever is asked of the cursor")
    func cursor() {
        var cursor = RowCursor()
        cursor.settle(count: 100, visible: 10)
        cursor.move(.last)
        #expect(cursor.selected == 99 && cursor.range == 90..<100)
        cursor.move(.up)
        #expect(cursor.selected == 98 && cursor.range == 90..<100)
        cursor.move(.pageUp)
        #expect(cursor.selected == 88 && cursor.range == 88..<98)
        cursor.move(.nextMatch)
        cursor.move(.to(Int.max))
        cursor.move(.nextMatch)
        #expect(cursor.selected == 0)
        cursor.move(.previousMatch)
        #expect(cursor.selected == 99)
        cursor.move(.wheel(Int.min + 1))
        #expect(cursor.selected == 0)
        cursor.settle(count: 0, visible: 0)
        cursor.move(.down)
        #expect(cursor.selected == 0 && cursor.range.isEmpty)
    }
}
