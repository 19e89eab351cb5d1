import Collecting
import Metro

extension Gnmi_SubscribeRequest {
    /// The one that begins a session (gNMI §3.5.1.1). Throws where a path cannot be read.
    init(_ access: GNMIAccess, encoding: GNMIAccess.Encoding) throws(CollectorError) {
        self.init()
        var list = Gnmi_SubscriptionList()
        if let target = access.target { list.prefix.target = target }
        list.encoding = encoding.wire
        switch access.list {
        case .stream: list.mode = .stream
        case .once: list.mode = .once
        case .poll: list.mode = .poll
        }
        for subscription in access.subscriptions {
            list.subscription.append(try Gnmi_Subscription(subscription, isStreamed: access.list == .stream))
        }
        subscribe = list
    }

    static var nextPoll: Gnmi_SubscribeRequest {
        var request = Gnmi_SubscribeRequest()
        request.poll = Gnmi_Poll()
        return request
    }
}

extension Gnmi_Subscription {
    /// Mode and times mean nothing outside a stream (§3.5.1.3).
    fileprivate init(_ subscription: GNMIAccess.Subscription, isStreamed: Bool) throws(CollectorError) {
        self.init()
        do {
            path = Gnmi_Path(try GNMIAccess.Path(subscription.path))
        } catch {
            throw CollectorError(
                .protocolError, "'\(subscription.path)' is no gNMI path: \(error.reason)",
                advice: "write it as /interfaces/interface[name=*]/state")
        }
        if let origin = subscription.origin { path.origin = origin }
        guard isStreamed else { return }
        switch subscription.mode {
        case .sample:
            mode = .sample
            sampleInterval = UInt64(subscription.intervalMilliseconds) * 1_000_000
        case .onChange:
            mode = .onChange
            heartbeatInterval = UInt64(subscription.heartbeatMilliseconds ?? 0) * 1_000_000
        case .targetDefined: mode = .targetDefined
        }
    }
}

extension Gnmi_Path {
    init(_ path: GNMIAccess.Path) {
        self.init()
        origin = path.origin ?? ""
        elem = path.elements.map { element in
            var wire = Gnmi_PathElem()
            wire.name = element.name
            for key in element.keys { wire.key[key.name] = key.value }
            return wire
        }
    }
}
