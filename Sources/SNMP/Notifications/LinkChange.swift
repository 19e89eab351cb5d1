import Metro

/// What a linkDown or linkUp says (RFC 2863 §6, IF-MIB).
public struct LinkChange: Hashable, Sendable {
    public var isUp: Bool
    /// ifIndex; `nil` where the notification names none, or two.
    public var interface: UInt32?
    /// ifOperStatus from now on; `nil` where the notification contradicts itself.
    public var status: OperationalStatus?

    init(isUp: Bool, _ variables: [VariableBinding]) {
        self.isUp = isUp
        interface = Self.interface(variables)
        status = isUp ? Self.statusAfterUp(variables) : .down
    }

    /// The value of ifIndex, or the index that the other columns stand at: some agents leave ifIndex out, some send
    /// nothing but it. All must agree; half of the guesses between two interfaces would be wrong states.
    private static func interface(_ variables: [VariableBinding]) -> UInt32? {
        var found: Set<UInt32> = []
        for variable in variables {
            if let index = row(variable.name) { found.insert(index) }
            if variable.name.hasPrefix(NotificationNames.interfaceIndex), let index = number(variable.value) {
                found.insert(index)
            }
        }
        return found.count == 1 ? found.first : nil
    }

    /// The row of a column of ifTable or ifXTable.
    private static func row(_ name: OID) -> UInt32? {
        for table in [KnownObjects.interfaceEntry, KnownObjects.interfaceExtensionEntry] {
            if let index = name.index(below: table), index.count == 2 { return index.last }
        }
        return nil
    }

    /// An InterfaceIndex, by agents over 2³¹ a negative number.
    private static func number(_ value: SNMPValue) -> UInt32? {
        switch value {
        case .integer(let number) where number != 0:
            UInt32(exactly: number) ?? Int32(exactly: number).map { UInt32(bitPattern: $0) }
        case .gauge32(let number) where number != 0: UInt32(exactly: number)
        default: nil
        }
    }

    /// A linkUp carries the state that the link went into. (A linkDown carries the one that it left, by the letter, and by
    /// many agents the one that it went into: it says nothing more than *down*.)
    private static func statusAfterUp(_ variables: [VariableBinding]) -> OperationalStatus? {
        for variable in variables where variable.name.hasPrefix(NotificationNames.operationalStatus) {
            guard case .integer(let number) = variable.value, let raw = Int(exactly: number),
                let status = OperationalStatus(rawValue: raw), status != .down, status != .notPresent
            else { return nil }
            return status
        }
        return .up
    }
}
