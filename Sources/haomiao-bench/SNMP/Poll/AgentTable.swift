/// The objects of a device with many interfaces, all columns of ifTable and ifXTable (RFC 2863), made when they are asked
/// for. Names are octets as in messages.
struct AgentTable: Sendable {
    static let interfaces = 10_000
    /// Hundredths of a second that pass from poll to poll.
    static let ticksEachPoll: UInt32 = 3_000
    /// What goes into an interface, and out of it.
    static func octetsPerSecond(_ index: Int, isOut: Bool) -> UInt64 { UInt64(index) * (isOut ? 2_000 : 1_000) }

    /// ifName.
    static func interfaceName(_ index: Int) -> String { "xe-0/0/\(index)" }

    private enum Value: Sendable {
        case fixed(tag: UInt8, UInt64)
        case ticks
        case text(String)
        case name(String)
        /// So many a second, for each unit of the index.
        case growing(tag: UInt8, UInt64)
        case octets(tag: UInt8, isOut: Bool)
        case index
        case physicalAddress, zeroIdentifier
    }
    private struct Slot: Sendable {
        let prefix: [UInt8]
        /// 0: a scalar.
        let rows: Int
        let value: Value
    }
    /// Where something stands: the slot and its row.
    struct Place: Sendable {
        let slot: Int
        let row: Int
    }

    private let slots: [Slot]
    /// ifHCInOctets of the first interface.
    private static let clockMark: [UInt8] = [0x2B, 6, 1, 2, 1, 31, 1, 1, 1, 6, 1]

    init() {
        let base: [UInt8] = [0x2B, 6, 1, 2, 1]
        let entry = base + [2, 2, 1]
        let extended = base + [31, 1, 1, 1]
        func columns(_ entry: [UInt8], _ values: [Value]) -> [Slot] {
            values.enumerated().map { Slot(prefix: entry + [UInt8($0 + 1)], rows: Self.interfaces, value: $1) }
        }
        let counter: UInt8 = 0x41
        let gauge: UInt8 = 0x42
        let ticks: UInt8 = 0x43
        let wide: UInt8 = 0x46
        slots =
            [
                Slot(prefix: base + [1, 3], rows: 0, value: .ticks),
                Slot(prefix: base + [1, 5], rows: 0, value: .text("bench")),
                Slot(prefix: base + [2, 1], rows: 0, value: .fixed(tag: 2, UInt64(Self.interfaces))),
            ]
            + columns(
                entry,
                [
                    .index, .name("Ethernet slot 0 port "), .fixed(tag: 2, 6), .fixed(tag: 2, 9_000),
                    .fixed(tag: gauge, 4_294_967_295), .physicalAddress, .fixed(tag: 2, 1), .fixed(tag: 2, 1),
                    .fixed(tag: ticks, 100), .octets(tag: counter, isOut: false), .growing(tag: counter, 7),
                    .growing(tag: counter, 1), .fixed(tag: counter, 3), .fixed(tag: counter, 5),
                    .fixed(tag: counter, 0), .octets(tag: counter, isOut: true), .growing(tag: counter, 9),
                    .growing(tag: counter, 2), .fixed(tag: counter, 4), .fixed(tag: counter, 6),
                    .fixed(tag: gauge, 0), .zeroIdentifier,
                ])
            + columns(
                extended,
                [
                    .name("xe-0/0/"), .growing(tag: counter, 3), .growing(tag: counter, 1),
                    .growing(tag: counter, 2), .growing(tag: counter, 1), .octets(tag: wide, isOut: false),
                    .growing(tag: wide, 700), .growing(tag: wide, 3), .growing(tag: wide, 1),
                    .octets(tag: wide, isOut: true), .growing(tag: wide, 900), .growing(tag: wide, 2),
                    .growing(tag: wide, 1), .fixed(tag: 2, 1), .fixed(tag: gauge, 100_000), .fixed(tag: 2, 2),
                    .fixed(tag: 2, 1), .name("to the customer at port "), .fixed(tag: ticks, 0),
                ])
            + [
                Slot(prefix: base + [31, 1, 5], rows: 0, value: .fixed(tag: ticks, 100)),
                Slot(prefix: [0x2B, 6, 1, 6, 3, 10, 2, 1, 2], rows: 0, value: .fixed(tag: 2, 7)),
            ]
    }

    /// Whether a GET of this name begins a poll: it is ifHCInOctets of the first interface.
    static func beginsPoll(_ name: ArraySlice<UInt8>) -> Bool { name.elementsEqual(clockMark) }

    /// `nil`: no such instance.
    func place(of name: ArraySlice<UInt8>) -> Place? {
        guard let number = slotNotAfter(name) else { return nil }
        let (first, isOnly) = arc(name, below: slots[number])
        let rows = slots[number].rows
        guard let first, isOnly, rows == 0 ? first == 0 : (1...rows).contains(first) else { return nil }
        return Place(slot: number, row: first)
    }

    /// `nil`: the MIB ends here.
    func place(after name: ArraySlice<UInt8>) -> Place? {
        guard let number = slotNotAfter(name) else { return first(of: 0) }
        let slot = slots[number]
        guard name.starts(with: slot.prefix) else { return first(of: number + 1) }
        guard let row = arc(name, below: slot).first else { return first(of: number) }
        return after(Place(slot: number, row: row))
    }

    func after(_ place: Place) -> Place? {
        place.row < slots[place.slot].rows ? Place(slot: place.slot, row: place.row + 1) : first(of: place.slot + 1)
    }

    private func first(of slot: Int) -> Place? {
        slots.indices.contains(slot) ? Place(slot: slot, row: slots[slot].rows == 0 ? 0 : 1) : nil
    }

    /// The last slot whose name is not after `name`. Octets order names well here: no prefix has an arc over 127.
    private func slotNotAfter(_ name: ArraySlice<UInt8>) -> Int? {
        var low = 0
        var high = slots.count
        while low < high {
            let middle = (low + high) / 2
            if name.lexicographicallyPrecedes(slots[middle].prefix) { high = middle } else { low = middle + 1 }
        }
        return low == 0 ? nil : low - 1
    }

    private func arc(_ name: ArraySlice<UInt8>, below slot: Slot) -> (first: Int?, isOnly: Bool) {
        guard name.count > slot.prefix.count, name.starts(with: slot.prefix) else { return (nil, false) }
        var value = 0
        for place in name.startIndex + slot.prefix.count..<name.endIndex {
            value = min(value, 1 << 40) << 7 | Int(name[place] & 0x7F)
            if name[place] < 0x80 { return (value, place == name.endIndex - 1) }
        }
        return (value, false)
    }

    func name(of place: Place) -> [UInt8] {
        var buffer = OctetBuffer(capacity: 16)
        buffer.append(slots[place.slot].prefix)
        buffer.arc(place.row)
        return buffer.bytes
    }

    func write(_ place: Place, ticks: UInt32, to buffer: inout OctetBuffer) {
        let slot = slots[place.slot]
        buffer.short(0x30) { binding in
            binding.short(6) {
                $0.append(slot.prefix)
                $0.arc(place.row)
            }
            Self.write(slot.value, place.row, ticks, &binding)
        }
    }

    private static func write(_ value: Value, _ row: Int, _ ticks: UInt32, _ buffer: inout OctetBuffer) {
        func counted(_ tag: UInt8, _ perSecond: UInt64) {
            let count = UInt64(ticks) * perSecond / 100
            buffer.unsigned(tag, tag == 0x46 ? count : count & 0xFFFF_FFFF)
        }
        switch value {
        case .fixed(let tag, let value): buffer.unsigned(tag, value)
        case .ticks: buffer.unsigned(0x43, UInt64(ticks))
        case .text(let text): buffer.short(4) { $0.append(text.utf8) }
        case .name(let text):
            buffer.short(4) {
                $0.append(text.utf8)
                $0.append(String(row).utf8)
            }
        case .growing(let tag, let rate): counted(tag, rate * UInt64(row))
        case .octets(let tag, let isOut): counted(tag, octetsPerSecond(row, isOut: isOut))
        case .index: buffer.unsigned(2, UInt64(row))
        case .physicalAddress: buffer.short(4) { $0.append([2, 0, 0, 0, UInt8(row >> 8), UInt8(row & 0xFF)]) }
        case .zeroIdentifier: buffer.short(6) { $0.append(0) }
        }
    }
}
