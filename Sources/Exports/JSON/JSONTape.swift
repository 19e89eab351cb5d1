/// What one JSON text holds: its tokens in the order of the text, each with its place in the bytes. Nothing is copied.
/// In an object, names and values take turns.
struct JSONTape: Sendable {
    enum Kind: UInt8, Sendable {
        case object, array, string, number, yes, no, null
    }

    struct Token: Sendable {
        var kind: Kind
        /// A string with `\` in it.
        var hasEscapes = false
        /// Its bytes, from the start of the text; a string's without the quotes.
        var start: UInt32
        var end: UInt32
        /// The token behind it and all that it holds.
        var next: UInt32

        var range: Range<Int> { Int(start)..<Int(end) }
    }

    var tokens: [Token] = []

    subscript(_ index: Int) -> Token { tokens[index] }
    /// What follows the value at `index`.
    func after(_ index: Int) -> Int { Int(tokens[index].next) }
    /// Whether a token is a number, a string or a boolean: not a container, not nothing.
    func isScalar(_ index: Int) -> Bool {
        switch tokens[index].kind {
        case .string, .number, .yes, .no: true
        case .object, .array, .null: false
        }
    }

    /// The value of a member of the object at `object`.
    func member(_ name: JSONWord, of object: Int, _ bytes: Span<UInt8>) -> Int? {
        guard tokens[object].kind == .object else { return nil }
        let end = after(object)
        var index = object + 1
        while index < end {
            if name.isAt(tokens[index], bytes) { return index + 1 }
            index = after(index + 1)
        }
        return nil
    }
}

/// A name that is looked for.
struct JSONWord: Sendable {
    private let word: [UInt8]

    init(_ word: String) { self.word = Array(word.utf8) }

    func isAt(_ token: JSONTape.Token, _ bytes: Span<UInt8>) -> Bool {
        guard Int(token.end - token.start) == word.count else { return false }
        var at = Int(token.start)
        for byte in word {
            guard bytes[at] == byte else { return false }
            at += 1
        }
        return true
    }
}
