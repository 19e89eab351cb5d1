import Foundation
import Sockets

/// What `doctor` says of time stamps, the reflector's port and the limits of this process.
enum DoctorNetwork {
    static var rows: [DoctorClock.Row] {
        var rows: [DoctorClock.Row] = [("receive stamps", receiveStamps())]
        do {
            for interface in try InterfaceStamping.all() {
                rows.append(("stamps of \(interface.name)", stamps(interface)))
            }
        } catch {
            rows.append(("stamps of interfaces", "unknown: \(error)"))
        }
        rows.append(("port 862 (haomiao reflect)", port(862)))
        rows.append(("open files", openFiles(limit())))
        return rows
    }

    static func stamps(_ interface: InterfaceStamping) -> String {
        guard let kinds = interface.kinds else { return "unknown: its driver does not say" }
        let clock = interface.hardwareClock.map { " (its clock: /dev/ptp\($0))" } ?? ""
        func place(_ hardware: InterfaceStamping.Kinds, _ kernel: InterfaceStamping.Kinds) -> String {
            kinds.contains(hardware) ? "hardware" : kinds.contains(kernel) ? "kernel" : "user space only"
        }
        return
            "sending \(place(.sendHardware, .sendKernel)), receiving \(place(.receiveHardware, .receiveKernel))\(clock)"
    }

    /// Binds and lets go again.
    static func port(_ port: UInt16) -> String {
        do throws(SocketError) {
            _ = try DatagramSocket(bindingTo: .any(port: port))
            return "free, and this user may take it"
        } catch {
            switch error.errorNumber {
            case EADDRINUSE:
                return "taken: a reflector runs already, or another program has it (ss -ulpn 'sport = :\(port)')"
            case EACCES:
                return "not for this user: start as root, grant CAP_NET_BIND_SERVICE as the systemd unit does,"
                    + " or reflect on a port from 1024 on"
            default: return "\(error)"
            }
        }
    }

    /// Sends itself one datagram and looks whether the kernel stamped it.
    private static func receiveStamps() -> String {
        do {
            let socket = try DatagramSocket(bindingTo: .loopback(port: 0))
            _ = try socket.send([0], to: socket.localAddress)
            let deadline = SystemClock.monotonicNanoseconds + 200_000_000
            while SystemClock.monotonicNanoseconds < deadline {
                if let datagram = try socket.receive().datagrams.first {
                    guard let kernel = datagram.kernelReceiveNanoseconds else {
                        return "user space only: delays carry the scheduler's jitter"
                    }
                    let lead = Double(datagram.userReceiveNanoseconds - kernel) / 1000
                    return String(format: "kernel (SO_TIMESTAMPNS), %.1f µs before this program saw the packet", lead)
                }
            }
            return "unknown: no datagram came back on loopback within 200 ms"
        } catch {
            return "unknown: \(error)"
        }
    }

    /// Soft and hard limit of open files; `nil` where the system does not say.
    private static func limit() -> (soft: UInt64, hard: UInt64)? {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return nil }
        return (UInt64(limit.rlim_cur), UInt64(limit.rlim_max))
    }

    static func openFiles(_ limit: (soft: UInt64, hard: UInt64)?) -> String {
        guard let limit else { return "unknown" }
        // A socket a device over SNMP and, in the worst case, one a path to the same reflector.
        let enough = limit.soft >= 12_000
        let text = limit.soft > 1 << 40 ? "no limit" : "\(limit.soft)"
        return enough
            ? "\(text): enough for 10 000 paths"
            : "\(text): enough for about \(limit.soft > 200 ? limit.soft - 200 : 0) paths to one reflector; more with"
                + " 'ulimit -n 65536' or LimitNOFILE=65536 in the systemd unit"
    }
}
