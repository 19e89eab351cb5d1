import Metro

extension Converter {
    /// The place of a series that was never met.
    mutating func newPlace(of key: SeriesKey, _ series: ForeignSeries) -> Int {
        if index.count >= maximumSeries {
            // Places of what is not mapped are shared, so their keys can be forgotten and learned again.
            let slots = slots
            index.keep { slots[$0].state >= 0 }
            guard index.count < maximumSeries / 4 * 3 else { return Self.excessPlace }
        }
        let place = newSlot(series)
        index.add(key, place)
        return place
    }

    private mutating func newSlot(_ series: ForeignSeries) -> Int {
        switch resolver.fate(of: series) {
        case .unmapped: return Self.unmappedPlace
        case .refused(let refusal):
            let row = refusals.row(refusal.reason(resolver.directory))
            if !refusals.hasExample(row) {
                refusals.illustrate(row, refusal.example(resolver.directory, of: series))
            }
            // One slot for all series of one reason.
            if let known = refusalSlots[row] { return known }
            slots.append(.refused(row: row))
            refusalSlots[row] = slots.count - 1
            return slots.count - 1
        case .mapped(let target):
            if let known = mapped.place(of: series) { return Int(known) }
            let interface = interfacePlace(target)
            let cell = cellPlace(
                CellName(interface: interface, quantity: target.rule.quantity, lane: target.lane), target)
            slots.append(
                SeriesSlot(
                    state: cell, quantity: target.rule.quantity, unit: target.rule.unit, kind: target.rule.kind))
            mapped.add(series, at: Int32(slots.count - 1))
            return slots.count - 1
        }
    }

    private mutating func interfacePlace(_ target: SeriesTarget) -> Int32 {
        if let known = interfacePlaces[target.interface] { return known }
        if clockPlaces[target.device] == nil {
            clockPlaces[target.device] = Int32(clocks.count)
            clocks.append(DeviceClock())
        }
        let interface = resolver.directory.interfaces[target.interface]
        let place = Int32(interfaces.count)
        interfaces.append(
            InterfaceState(
                place: Int32(target.interface), subject: interface.subject, device: clockPlaces[target.device] ?? 0,
                needsClaim: target.needsClaim, isOwned: !target.needsClaim))
        interfacePlaces[target.interface] = place
        return place
    }

    private mutating func cellPlace(_ name: CellName, _ target: SeriesTarget) -> Int32 {
        if let known = cellPlaces[name] { return known }
        let place = Int32(cells.count)
        cells.append(QuantityCell(owner: QuantityCell.nobody, interface: name.interface))
        cellPlaces[name] = place
        if target.rule.quantity == .operationalStatus { interfaces[Int(name.interface)].statusCell = place }
        return place
    }

    /// `pe1:Ethernet1 in_octets`, for people.
    func title(of place: Int32) -> String {
        let slot = slots[Int(place)]
        guard slot.state >= 0 else { return mapped[place].map { "\($0)" } ?? "" }
        let interface = interfaces[Int(cells[Int(slot.state)].interface)]
        return "\(resolver.directory.interfaces[Int(interface.place)].reference) \(slot.quantity.rawValue)"
    }

    /// The series tells nothing any more: another may tell its quantity, and its value is not repeated.
    mutating func end(_ place: Int32) {
        let state = slots[Int(place)].state
        guard state >= 0, cells[Int(state)].owner == place else { return }
        cells[Int(state)].owner = QuantityCell.nobody
        cells[Int(state)].hasValue = false
    }
}
