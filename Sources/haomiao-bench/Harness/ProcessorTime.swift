import Glibc

/// User and system time that processes have used, seconds.
enum ProcessorTime {
    /// All threads of this process.
    static var own: Double { used(RUSAGE_SELF.rawValue) }
    /// Children that have ended.
    static var children: Double { used(RUSAGE_CHILDREN.rawValue) }

    private static func used(_ who: Int32) -> Double {
        var usage = rusage()
        getrusage(who, &usage)
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }
    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
}
