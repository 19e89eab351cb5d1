import Metro

extension Converter {
    /// The place of a series that was never met.
    mutating func newPlace(of key: SeriesKey, _ series: ForeignSeries) -> Int {
        if index.count >= maximumSeries {
            // Places are found again by the series' names, so keys can be forgotten and learned again.
            index = SeriesIndex()
        }
        let place = newSlot(series)
        index.add(key, place)
        return place
    }

    private mutating func newSlot(_ series: ForeignSeries) -> Int {
        let plain = series.plain
        if let known = placesOfNames[plain] { return Int(known) }
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
            let bytes = plain.tags.reduce(plain.group.utf8.count + plain.field.utf8.count) {
                $0 + $1.key.utf8.count + $1.value.utf8.count
            }
            guard names.count < maximumMapped, nameBytes + bytes <= Self.greatestNameBytes else {
                return Self.excessPlace
            }
            nameBytes += bytes
            let interface = interfacePlace(target)
            let cell = cellPlace(
                CellName(interface: interface, quantity: target.rule.quantity, lane: target.lane), target)
            slots.append(
                SeriesSlot(
                    state: cell, quantity: target.rule.quantity, unit: target.rule.unit, kind: target.rule.kind))
            let place = Int32(slots.count - 1)
            names[place] = plain
            placesOfNames[plain] = place
            mappedFields.insert(plain.field)
            for tag in Set(plain.tags) { placesOfTags[tag, default: []].append(place) }
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
        guard slot.state >= 0 else { return names[place].map { "\($0)" } ?? "" }
        let interface = interfaces[Int(cells[Int(slot.state)].interface)]
        return "\(resolver.directory.interfaces[Int(interface.place)].reference) \(slot.quantity.rawValue)"
    }

    /// Ends every series under a path: same group where it names one, all its tags, and its field or what is below.
    mutating func end(under path: ForeignSeries) {
        let field = FieldName.withoutModules(path.field)
        let below = field.hasSuffix("/") ? field : field + "/"
        let isEverything = field.isEmpty || field == "/"
        // Most deletes are of routes and neighbours: no look at any series.
        guard isEverything || mappedFields.contains(where: { $0 == field || $0.hasPrefix(below) }) else { return }
        for place in candidates(path.tags) {
            guard let series = names[place], path.group.isEmpty || path.group == series.group,
                path.tags.allSatisfy({ series[$0.key] == $0.value })
            else { continue }
            if isEverything || series.field == field || series.field.hasPrefix(below) { end(place) }
        }
    }

    /// Slots that may have all these tags: those of the rarest.
    private func candidates(_ tags: [ForeignSeries.Tag]) -> [Int32] {
        guard let first = tags.first else { return Array(names.keys) }
        return tags.dropFirst().reduce(placesOfTags[first] ?? []) { rarest, tag in
            let places = placesOfTags[tag] ?? []
            return places.count < rarest.count ? places : rarest
        }
    }

    /// The series tells nothing any more: another may tell its quantity, and its value is not repeated.
    mutating func end(_ place: Int32) {
        let state = slots[Int(place)].state
        guard state >= 0, cells[Int(state)].owner == place else { return }
        cells[Int(state)].owner = QuantityCell.nobody
        cells[Int(state)].hasValue = false
    }
}
