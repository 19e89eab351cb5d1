import Metro

extension SnapshotDocument {
    struct TrapsEntry: Encodable, Sendable {
        let address: String
        let counters: Counters
        let sources: [SourceEntry]
        let forgottenSources: UInt64
        let unknown: [UnknownEntry]

        init(_ picture: TrapPicture) {
            address = picture.address
            counters = Counters(picture.counters)
            sources = picture.sources.map { SourceEntry($0) }
            forgottenSources = picture.forgottenSources
            unknown = picture.unknown.map { UnknownEntry($0) }
        }

        struct Counters: Encodable, Sendable {
            let received: UInt64
            /// By what became of the datagrams; their sum is `received`.
            let outcomes: [String: UInt64]
            let versions: [String: UInt64]
            let links: UInt64
            let starts: UInt64
            let authenticationFailures: UInt64
            let outdated: UInt64
            let otherInterfaces: UInt64
            let informsAnswered: UInt64
            let overflowed: UInt64

            init(_ counters: TrapPicture.Counters) {
                received = counters.received
                outcomes = [
                    "limited": counters.limited, "unknown_source": counters.unknownSource,
                    "malformed": counters.malformed, "unexpected": counters.unexpected,
                    "wrong_community": counters.wrongCommunity, "discoveries": counters.discoveries,
                    "unknown_user": counters.unknownUser, "wrong_digest": counters.wrongDigest,
                    "low_level": counters.lowLevel, "outside_time_window": counters.outsideTimeWindow,
                    "undecryptable": counters.undecryptable, "ambiguous": counters.ambiguous,
                    "duplicates": counters.duplicates, "delivered": counters.delivered, "unknown": counters.unknown,
                ]
                versions = ["v1": counters.version1, "v2c": counters.version2, "v3": counters.version3]
                links = counters.links
                starts = counters.starts
                authenticationFailures = counters.authenticationFailures
                outdated = counters.outdated
                otherInterfaces = counters.otherInterfaces
                informsAnswered = counters.informsAnswered
                overflowed = counters.overflowed
            }
        }

        struct SourceEntry: Encodable, Sendable {
            let address: String
            let device: String?
            let received: UInt64
            let limited: UInt64
            let authenticationFailures: UInt64
            let lastTenSeconds: UInt64
            let isLimited: Bool
            let last: String

            init(_ source: TrapPicture.Source) {
                address = source.address
                device = source.device?.text
                received = source.received
                limited = source.limited
                authenticationFailures = source.authenticationFailures
                lastTenSeconds = source.lastTenSeconds
                isLimited = source.isLimited
                last = SnapshotDocument.text(nanoseconds: source.lastNanoseconds)
            }
        }

        struct UnknownEntry: Encodable, Sendable {
            let time: String
            let source: String
            let device: String?
            let version: String
            let name: String
            let variables: [String]

            init(_ notification: TrapPicture.Unknown) {
                time = SnapshotDocument.text(nanoseconds: notification.timeNanoseconds)
                source = notification.source
                device = notification.device?.text
                version = notification.version
                name = notification.name
                variables = notification.variables
            }
        }
    }
}
