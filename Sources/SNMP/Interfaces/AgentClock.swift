/// Reads sysUpTime, hundredths of a second, which wraps after 497 d.
enum AgentClock {
    /// A clock that goes back by less is read by several processors, or an answer overtook another: not a restart.
    private static let toleratedSetbackTicks: UInt32 = 100
    private static let ticksNearWrap: UInt32 = 360_000

    static func isRestart(from previous: UInt32, to ticks: UInt32) -> Bool {
        guard ticks < previous, previous - ticks > toleratedSetbackTicks else { return false }
        let isWrap = previous > UInt32.max - ticksNearWrap && ticks < ticksNearWrap
        return !isWrap
    }
}
