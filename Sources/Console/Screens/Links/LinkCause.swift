import Metro

/// What on a link itself, not on the paths that ride on it, makes its row a warning or a breach.
struct LinkCause: Hashable, Sendable {
    /// Of an end that does not carry traffic.
    let downStatus: OperationalStatus?
    /// The larger one of both directions, 0 … 1.05.
    let utilization: Double?
    /// Errors and discards together of the direction that has more of them, per second.
    let lossPerSecond: Double?
    private let severity: Severity

    /// `nil` where the paths of the row explain its severity, or nothing needs attention.
    init?(_ row: LinkRow) {
        guard let link = row.link, link.severity >= .warning, link.severity > row.path?.severity ?? .ok else {
            return nil
        }
        let sides = [link.forward, link.backward]
        severity = link.severity
        downStatus = sides.compactMap(\.operationalStatus.value).first { $0 != .up && $0 != .unknown }
        utilization = sides.compactMap(\.utilization.value).max()
        lossPerSecond =
            sides.map { ($0.errorsPerSecond.value ?? 0) + ($0.discardsPerSecond.value ?? 0) }.max()
            .flatMap { $0 > 0 ? $0 : nil }
    }

    /// The utilization where it alone can be the cause; with packets lost as well, either may be.
    var notableUtilization: Double? {
        downStatus == nil && (severity == .breach || lossPerSecond == nil) ? utilization : nil
    }

    func text(_ language: Language) -> String {
        if let downStatus { return downStatus.localized(language) }
        let load = utilization.map { TableWord.load(language) + " " + Figure.percent($0, sign: true) }
        let loss = lossPerSecond.map {
            TableWord.errorsAndDiscards(language) + " " + Figure.fixed($0, decimals: 1) + " /s"
        }
        return [load, severity == .breach ? nil : loss].compactMap { $0 }.joined(separator: ", ")
    }
}
