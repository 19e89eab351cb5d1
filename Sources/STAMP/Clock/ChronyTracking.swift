import Sockets

/// `chronyc -c -n tracking`: one line of fourteen fields. Reference, its name, stratum, reference time, offset of the
/// system clock, last and RMS offset, frequency, residual frequency, skew, root delay, root dispersion, update interval,
/// leap status; times in seconds.
enum ChronyTracking {
    static func parse(_ text: String) -> DaemonAnswer? {
        guard let line = text.split(whereSeparator: \.isNewline).first else { return nil }
        let fields = line.split(separator: ",", omittingEmptySubsequences: false)
        guard fields.count >= 14, let reference = UInt32(fields[0], radix: 16), let stratum = UInt8(fields[2]),
            let offset = nanoseconds(fields[4]), let delay = nanoseconds(fields[10]),
            let dispersion = nanoseconds(fields[11])
        else { return nil }
        let isLocal = reference == localReference
        let isSynchronised = reference != 0 && !isLocal && fields[13] != "Not synchronised"
        let source = isLocal ? .local : source(String(fields[1]), stratum)
        return DaemonAnswer(
            isSynchronised: isSynchronised, errorNanoseconds: offset + delay / 2 + dispersion,
            offsetNanoseconds: offset, source: isSynchronised || isLocal ? source : nil,
            reference: isSynchronised ? String(fields[1]) : nil)
    }

    /// 127.127.1.1: chrony serves its own clock as if it were right (`local`).
    private static let localReference: UInt32 = 0x7f7f_0101

    /// At stratum 1 the name is that of a reference clock, at others of a server.
    private static func source(_ name: String, _ stratum: UInt8) -> ClockSource? {
        guard stratum <= 1 else { return .ntp }
        if ["PHC", "PTP"].contains(where: name.hasPrefix) { return .ptp }
        return ["GPS", "GNS", "PPS", "NMEA", "BDS", "GLO", "GAL"].contains(where: name.hasPrefix) ? .gnss : nil
    }

    /// Magnitude; `nil` for what is no number or over 31 years.
    private static func nanoseconds(_ field: Substring) -> UInt64? {
        guard let seconds = Double(field), seconds.magnitude < 1e9 else { return nil }
        return UInt64((seconds.magnitude * 1e9).rounded(.up))
    }
}
