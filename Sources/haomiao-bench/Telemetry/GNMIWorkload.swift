/// The counters of all interfaces of some devices, as their gNMI servers tell them.
struct GNMIWorkload {
    enum Form {
        /// A notification for each interface: prefix /interfaces/interface[name=…]/state/counters, 20 values.
        case counters
        /// The same, but only those that anybody wants.
        case wanted
        /// A notification for each of the 20, with its whole path.
        case single
        /// A notification for each interface with one value in JSON_IETF, all 20 in it.
        case json
    }

    private static let wanted = [
        "in-octets", "out-octets", "in-errors", "out-errors", "in-discards", "out-discards",
    ]
    private static let others = [
        "in-pkts", "out-pkts", "in-unicast-pkts", "out-unicast-pkts", "in-broadcast-pkts", "out-broadcast-pkts",
        "in-multicast-pkts", "out-multicast-pkts", "in-unknown-protos", "in-fcs-errors", "carrier-transitions",
        "resets", "in-crc-errors", "in-oversize-frames",
    ]

    let form: Form
    let devices: Int
    let interfacesEach: Int

    init(_ form: Form, devices: Int, interfacesEach: Int) {
        self.form = form
        self.devices = max(1, devices)
        self.interfacesEach = interfacesEach
    }

    private var leaves: [String] { form == .wanted ? Self.wanted : Self.wanted + Self.others }

    var counts: StreamRun.Counts {
        let interfaces = devices * interfacesEach
        return StreamRun.Counts(
            messages: form == .single ? interfaces * leaves.count : interfaces,
            readings: interfaces * leaves.count, samples: interfaces * Self.wanted.count)
    }

    /// All messages of one round, read at `stamp`.
    func round(_ stamp: Int64) -> (bytes: [UInt8], ends: [Int]) {
        let seconds = UInt64((stamp - StreamRun.start) / 1_000_000_000)
        var bytes: [UInt8] = []
        var ends: [Int] = []
        func end(_ message: ProtobufWriter) {
            bytes += message.bytes
            ends.append(bytes.count)
        }
        for device in 0..<devices {
            let target = TelemetryTown.device(device)
            for interface in 0..<interfacesEach {
                let name = TelemetryTown.interface(interface)
                func value(_ leaf: Int) -> UInt64 {
                    leaf < 2 ? 1 << 50 + seconds * UInt64(1_000_000 + interface) : seconds * UInt64(leaf)
                }
                switch form {
                case .counters, .wanted:
                    end(
                        notification(stamp, target, ["interfaces", "interface", "state", "counters"], name) {
                            for (leaf, path) in leaves.enumerated() {
                                $0.update([path], nil) { $0.number(3, value(leaf)) }
                            }
                        })
                case .single:
                    for (leaf, path) in leaves.enumerated() {
                        end(
                            notification(stamp, target, [], nil) {
                                $0.update(["interfaces", "interface", "state", "counters", path], name) {
                                    $0.number(3, value(leaf))
                                }
                            })
                    }
                case .json:
                    let members = leaves.enumerated().map { "\"\($0.element)\":\"\(value($0.offset))\"" }
                    end(
                        notification(stamp, target, [], nil) {
                            $0.update(["interfaces", "interface", "state", "counters"], name) {
                                $0.text(11, "{\(members.joined(separator: ","))}")
                            }
                        })
                }
            }
        }
        return (bytes, ends)
    }

    private func notification(
        _ stamp: Int64, _ target: String, _ prefix: [String], _ name: String?,
        _ fill: (inout ProtobufWriter) -> Void
    ) -> ProtobufWriter {
        var message = ProtobufWriter()
        message.message(1) {
            $0.number(1, UInt64(stamp))
            $0.message(2) {
                $0.elements(prefix, name)
                $0.text(4, target)
            }
            fill(&$0)
        }
        return message
    }
}

extension ProtobufWriter {
    /// Elements of a gNMI path; `name` is the key of the second.
    mutating func elements(_ names: [String], _ name: String?) {
        for (place, element) in names.enumerated() {
            message(3) {
                $0.text(1, element)
                guard place == 1, let name else { return }
                $0.message(2) {
                    $0.text(1, "name")
                    $0.text(2, name)
                }
            }
        }
    }

    mutating func update(_ path: [String], _ name: String?, _ value: (inout ProtobufWriter) -> Void) {
        message(4) {
            $0.message(1) { $0.elements(path, name) }
            $0.message(3, value)
        }
    }
}
