import Collecting
import Metro
import Telemetry

/// What notifications change: a link's state at once, and when its device is asked next. A poll decides in the end.
struct NotificationReaction: Sendable {
    /// News of a time up to this long before what is known already are old: an inform that was lost is sent again for
    /// minutes. Further back the agent has started anew. Hundredths of a second.
    static let outdatedTicks: UInt32 = 30_000

    struct Effects: Sendable {
        var samples: [Sample] = []
        var findings: [Finding] = []
    }
    /// Links that changed nothing; see `TrapPicture.Counters`.
    private(set) var outdated: UInt64 = 0
    private(set) var otherInterfaces: UInt64 = 0
    /// sysUpTime of the last news of each interface of the inventory.
    private var newestTicks: [UInt32: UInt32] = [:]

    /// `wallNanoseconds`: when it was received.
    mutating func react(
        to notification: Notification, of device: NotificationAccess.Device, wallNanoseconds: Int64
    ) -> Effects {
        let news = Finding.news(of: TargetDescription.id(.snmp, device.id.text))
        switch notification.meaning {
        case .start: return Effects(findings: [news])
        case .link(let change):
            return react(to: change, notification.agentTicks, device, news, wallNanoseconds: wallNanoseconds)
        case .authenticationFailure, .unknown: return Effects()
        }
    }

    private mutating func react(
        to change: LinkChange, _ ticks: UInt32?, _ device: NotificationAccess.Device, _ news: Finding,
        wallNanoseconds: Int64
    ) -> Effects {
        guard let index = change.interface, let subject = device.poller?.subject(ofInterface: index) else {
            otherInterfaces &+= 1
            // Before the first walk, and where the notification does not say which interface it is, a poll finds out. An
            // interface that nothing uses is not worth one.
            let isKnownAsOther = change.interface != nil && device.poller?.lastAgentTicks != nil
            return Effects(findings: isKnownAsOther ? [] : [news])
        }
        if let ticks {
            let known = [newestTicks[subject], device.poller?.lastAgentTicks]
            if known.contains(where: { $0.map { Self.isOutdated(ticks, $0) } ?? false }) {
                outdated &+= 1
                return Effects(findings: [news])
            }
            newestTicks[subject] = ticks
        }
        guard let status = change.status else { return Effects(findings: [news]) }
        return Effects(
            samples: [
                .gauge(
                    .operationalStatus, subject: subject, value: UInt64(status.rawValue), at: wallNanoseconds)
            ],
            findings: [
                .interfaceTold(subject: subject, isUp: change.isUp, atNanoseconds: wallNanoseconds), news,
            ])
    }

    private static func isOutdated(_ ticks: UInt32, _ known: UInt32) -> Bool {
        (1...outdatedTicks).contains(known &- ticks)
    }
}
