extension DelaySeries {
    /// The window as it stands; figures are computed anew only when a sample came or a minute left.
    mutating func telemetry(_ frame: WindowFrame) -> PathTelemetry {
        leaveWindow(before: frame.firstLiveMinute)
        if !figuresAreCurrent {
            figures = computedFigures()
            figuresAreCurrent = true
        }
        refreshMinutes(frame)
        let span = frame.nowNanoseconds &- frame.liveStartNanoseconds
        return PathTelemetry(
            figures: figures, expected: Int(span / max(1, intervalNanoseconds)),
            windowStartNanoseconds: frame.liveStartNanoseconds, newest: newest,
            newestNanoseconds: newestNanoseconds, minutes: shownMinutes, minutesRevision: minutesRevision)
    }

    /// The judged delays of the live window, sharing its storage.
    mutating func histogram(_ frame: WindowFrame) -> DelayHistogram {
        leaveWindow(before: frame.firstLiveMinute)
        let sums = liveSums()
        let isEmpty = sums.judged == 0
        return DelayHistogram(
            layout: layout, counts: live, minimum: isEmpty ? nil : sums.minimum,
            maximum: isEmpty ? nil : sums.maximum)
    }

    private func computedFigures() -> PathTelemetry.Figures {
        let sums = liveSums()
        var figures = PathTelemetry.Figures()
        figures.judged = Int(clamping: live.total)
        figures.lost = lost
        figures.clockFaults = clockFaults
        figures.unsynchronised = unsynchronised
        figures.minimum = figures.judged > 0 ? sums.minimum : nil
        figures.maximum = figures.judged > 0 ? sums.maximum : nil
        figures.clockFaultMinimum = clockFaults > 0 ? sums.faultMinimum : nil
        figures.greatestUncertaintyNanoseconds =
            figures.judged + clockFaults > 0 ? sums.greatestUncertainty : nil
        let histogram = DelayHistogram(
            layout: layout, counts: live, minimum: figures.minimum, maximum: figures.maximum)
        figures.p50 = histogram.percentile(0.5, lost: lost)
        figures.p95 = histogram.percentile(0.95, lost: lost)
        figures.p99 = histogram.percentile(0.99, lost: lost)
        figures.p999 = histogram.percentile(0.999, lost: lost)
        figures.delayVariation = histogram.delayVariation(0.99)
        return figures
    }

    /// Minima and maxima over the window's minutes.
    private func liveSums() -> DelayFigures {
        var sums = DelayFigures()
        for minute in closed where minute.index >= firstLiveMinute { sums.include(minute.figures) }
        for minute in open where minute.index >= firstLiveMinute { sums.include(minute.figures) }
        return sums
    }

    private mutating func refreshMinutes(_ frame: WindowFrame) {
        guard !shownMinutesAreCurrent || newestShownMinute != frame.lastClosedMinute else { return }
        let oldest = frame.lastClosedMinute - Int64(frame.minutesKept) + 1
        shownMinutes = (oldest...frame.lastClosedMinute).map { index in
            if let minute = open.first(where: { $0.index == index }) { return minute.summary(layout) }
            return closedMinute(index)?.summary ?? .gap
        }
        newestShownMinute = frame.lastClosedMinute
        shownMinutesAreCurrent = true
        minutesRevision &+= 1
    }

    var allocatedBytes: Int {
        let entry = MemoryLayout<SparseCounts.Entry>.stride
        let openEntries = open.reduce(0) { $0 + $1.judged.entries.capacity + $1.faulted.entries.capacity }
        return (openEntries + live.entries.capacity) * entry
            + closed.capacity * MemoryLayout<ClosedDelayMinute>.stride
            + closed.reduce(0) { $0 + $1.judged.allocatedBytes } + seconds.allocatedBytes + stampBytes
            + shownMinutes.capacity * MemoryLayout<DelayMinuteSummary>.stride
    }
}

extension DelayFigures {
    fileprivate mutating func include(_ other: DelayFigures) {
        judged &+= other.judged
        minimum = min(minimum, other.minimum)
        maximum = max(maximum, other.maximum)
        faultMinimum = min(faultMinimum, other.faultMinimum)
        faultMaximum = max(faultMaximum, other.faultMaximum)
        greatestUncertainty = max(greatestUncertainty, other.greatestUncertainty)
    }
}
