import Metro
import Telemetry

extension Converter {
    /// A path's delay or loss; late ones land in their own windows, or the aggregator counts them as late.
    mutating func convert(_ delay: ForeignDelay, into batch: inout Batch) {
        let found: PathFinder.Found
        switch paths.path(of: delay) {
        case .success(let path): found = path
        case .failure(let fault): return refuse(fault, delay)
        }
        guard delay.stampNanoseconds > 0, delay.stampNanoseconds <= batch.latestNanoseconds else {
            return refuse(.wrongStamp, delay)
        }
        let ahead = delay.stampNanoseconds.subtractingReportingOverflow(batch.receivedNanoseconds)
        let isAhead = !ahead.overflow && ahead.partialValue > DeviceClock.toleranceNanoseconds
        let time = isAhead ? batch.receivedNanoseconds : delay.stampNanoseconds
        if isAhead {
            picture.clockAheadNanoseconds = max(picture.clockAheadNanoseconds ?? 0, ahead.partialValue)
        }
        guard let nanoseconds = delay.delayNanoseconds else {
            batch.samples.append(.lost(subject: found.subject, direction: found.direction, at: time))
            picture.samples &+= 1
            return
        }
        guard nanoseconds.magnitude <= Sample.greatestDelayNanoseconds.magnitude else {
            return refuse(.implausibleDelay, delay)
        }
        var flags = found.flags
        if let floor = found.floorNanoseconds,
            Double(nanoseconds) + Double(delay.uncertaintyNanoseconds) < floor
        {
            flags.insert(.clockFault)
        }
        batch.samples.append(
            .delay(
                subject: found.subject, direction: found.direction, nanoseconds: nanoseconds,
                uncertaintyNanoseconds: delay.uncertaintyNanoseconds, flags: flags, at: time))
        picture.samples &+= 1
    }

    private mutating func refuse(_ fault: ReadingFault, _ delay: ForeignDelay) {
        refusals.count(fault.rawValue)
        if !refusals.hasExample(fault.rawValue) { refusals.illustrate(fault.rawValue, paths.example(delay)) }
    }
}
