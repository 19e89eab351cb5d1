/// Takes a stream of bytes apart into lines of a bounded length.
public struct LineSplitter {
    private let limit: Int
    private var pending: [UInt8] = []
    /// The line under way is too long already: what is left of it is thrown away.
    private var isOverflowing = false
    /// Lines that were too long.
    public private(set) var overlong = 0

    public init(limit: Int) { self.limit = limit }

    /// Hands over every line that ends in `bytes`, without its end (`\n` or `\r\n`).
    public mutating func take(_ bytes: some Sequence<UInt8>, _ visit: ([UInt8]) -> Void) {
        for byte in bytes {
            guard byte == UInt8(ascii: "\n") else {
                guard !isOverflowing else { continue }
                if pending.count < limit {
                    pending.append(byte)
                } else {
                    pending.removeAll()
                    isOverflowing = true
                }
                continue
            }
            if isOverflowing {
                isOverflowing = false
                overlong += 1
            } else {
                if pending.last == UInt8(ascii: "\r") { pending.removeLast() }
                visit(pending)
                pending.removeAll(keepingCapacity: true)
            }
        }
    }
}
