import Console

/// Brings 24-bit colours down to what a terminal has.
enum ColorReduction {
    /// The colour number of `color` at `depth`; −1 is the terminal's default.
    static func number(_ color: RGB?, _ depth: ColorDepth) -> Int32 {
        guard let color else { return -1 }
        switch depth {
        case .none: return -1
        case .direct: return Int32(color.red) << 16 | Int32(color.green) << 8 | Int32(color.blue)
        case .palette256: return palette256(color)
        case .sixteen: return nearest(color, among: 16)
        case .eight: return nearest(color, among: 8)
        }
    }

    /// Nearest entry of xterm's 6×6×6 cube or its 24 greys.
    private static func palette256(_ color: RGB) -> Int32 {
        let levels: [Int] = [0, 95, 135, 175, 215, 255]
        func step(_ value: UInt8) -> Int {
            levels.indices.min { abs(levels[$0] - Int(value)) < abs(levels[$1] - Int(value)) } ?? 0
        }
        let (r, g, b) = (step(color.red), step(color.green), step(color.blue))
        let cube = RGB(UInt8(levels[r]), UInt8(levels[g]), UInt8(levels[b]))
        let mean = (Int(color.red) + Int(color.green) + Int(color.blue)) / 3
        let greyStep = min(23, max(0, (mean - 3) / 10))
        let grey = UInt8(8 + 10 * greyStep)
        if distance(color, RGB(grey, grey, grey)) < distance(color, cube) { return Int32(232 + greyStep) }
        return Int32(16 + 36 * r + 6 * g + b)
    }

    /// xterm's first sixteen colours.
    private static let basic: [RGB] = [
        RGB(0, 0, 0), RGB(205, 0, 0), RGB(0, 205, 0), RGB(205, 205, 0), RGB(0, 0, 238), RGB(205, 0, 205),
        RGB(0, 205, 205), RGB(229, 229, 229), RGB(127, 127, 127), RGB(255, 0, 0), RGB(0, 255, 0), RGB(255, 255, 0),
        RGB(92, 92, 255), RGB(255, 0, 255), RGB(0, 255, 255), RGB(255, 255, 255),
    ]

    private static func nearest(_ color: RGB, among count: Int) -> Int32 {
        let best = basic.indices.prefix(count).min { distance(color, basic[$0]) < distance(color, basic[$1]) }
        return Int32(best ?? 7)
    }

    /// Squared distance weighted by how much the eye sees of each channel.
    private static func distance(_ a: RGB, _ b: RGB) -> Int {
        let red = Int(a.red) - Int(b.red)
        let green = Int(a.green) - Int(b.green)
        let blue = Int(a.blue) - Int(b.blue)
        return 3 * red * red + 6 * green * green + blue * blue
    }
}
