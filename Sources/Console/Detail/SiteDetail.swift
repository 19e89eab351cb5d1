import Metro

/// What a site is: its roles, its operator, its place, its own circle.
struct SiteDetail {
    let index: Int
    let site: Site
    let snapshot: MetroSnapshot
    let context: RenderContext

    private var language: Language { context.language }

    init?(_ index: Int, _ snapshot: MetroSnapshot, _ context: RenderContext) {
        guard snapshot.inventory.sites.indices.contains(index) else { return nil }
        self.index = index
        site = snapshot.inventory.sites[index]
        self.snapshot = snapshot
        self.context = context
    }

    var look: SiteLook { SiteLook.all(snapshot)[index] }

    var title: StyledText {
        StyledText(String(look.glyph(context.glyphs)) + " ", look.style)
            + StyledText(SubjectName.site(site.id, snapshot, language))
    }

    var facts: FactList {
        var facts: [FactList.Fact] = []
        func add(_ label: DetailWord, _ text: StyledText) {
            facts.append(FactList.Fact(label: label(language), text: text, item: nil))
        }
        for role in site.roles { add(.roles, text(role)) }
        if let circle = snapshot.circles.first(where: { $0.centre == site.id }) { add(.circle, coverage(circle)) }
        if site.isCoveragePoint { add(.verdict, verdict) }
        if let id = site.operatorID {
            let name = snapshot.inventory.operators.first { $0.id == id }?.name.text(language) ?? id.text
            add(.networkOperator, StyledText(name))
        }
        if let place = site.coordinates {
            add(
                .coordinates,
                StyledText(
                    Figure.fixed(place.latitude, decimals: 4) + "° N  " + Figure.fixed(place.longitude, decimals: 4)
                        + "° E"))
        } else {
            add(.coordinates, StyledText(DetailWord.noCoordinates(language), .dim))
        }
        return FactList(facts: facts)
    }

    private func text(_ role: SiteRole) -> StyledText {
        switch role {
        case .centre(let centre): text(centre)
        case .accessPoint(let point):
            StyledText(DetailWord.accessPoint(language) + (point.isActive ? "" : " · " + DetailWord.inactive(language)))
        case .keyLocation: StyledText(DetailWord.keyLocation(language))
        case .importantSite(let important):
            StyledText(
                DetailWord.importantSite(language) + " · "
                    + (important.crossConnect.map { $0.rawValue.uppercased() }
                        ?? DetailWord.crossConnectUnknown(language)))
        case .terminalGroup(let group):
            StyledText(
                DetailWord.terminals(language) + " · " + group.terminalClass + " · " + group.industry.word(language))
        }
    }

    private func text(_ centre: ComputingCentre) -> StyledText {
        let size: DetailWord =
            switch centre.declaredClass {
            case .large: .large
            case .medium: .medium
            case .small: .small
            case nil: .classUnknown
            }
        var text =
            StyledText(DetailWord.centre(language) + " · ")
            + StyledText(size(language), centre.declaredClass == nil ? Style(.unknown) : .text)
        if let basis = centre.basis { text += StyledText(" (" + basis + ")", .dim) }
        if let racks = centre.racks {
            text += StyledText(" · " + Figure.fixed(racks, decimals: 0) + " " + DetailWord.racks(language))
        }
        if let petaflops = centre.petaflops {
            text += StyledText(" · " + Figure.fixed(petaflops, decimals: 0) + " " + DetailWord.petaflops(language))
        }
        if !centre.exits.isEmpty {
            let exits = centre.exits.map { exit in
                Figure.fixed(exit.gigabitsPerSecond, decimals: 0) + "G" + (exit.state == .planned ? "?" : "")
            }
            text += StyledText(" · " + DetailWord.exits(language) + " " + exits.joined(separator: " "))
        }
        return text
    }

    private func coverage(_ circle: CentreCircle) -> StyledText {
        func count(_ verdict: Verdict) -> Int { circle.points.count { $0.verdict == verdict } }
        return StyledText("○ \(count(.met))  ", Style(.accessCovered))
            + StyledText("● \(count(.missed))  ", Style(.accessUncovered))
            + StyledText("? \(count(.unknown))  ", Style(.unknown)) + StyledText("/ \(circle.points.count)", .dim)
    }

    private var verdict: StyledText {
        let word: MapWord =
            switch look.kind {
            case .covered: .covered
            case .notCovered: .notCovered
            default: .unknown
            }
        var text = StyledText(String(look.glyph(context.glyphs)) + " " + word(language), look.style)
        if let delay = look.delay { text += StyledText("  < " + Figure.milliseconds(delay) + " ms", .dim) }
        return text
    }
}

extension Industry {
    var word: Bilingual {
        switch self {
        case .manufacturing: Bilingual("制造", "manufacturing")
        case .finance: Bilingual("金融", "finance")
        case .transport: Bilingual("交通", "transport")
        case .healthCare: Bilingual("医疗", "health care")
        case .education: Bilingual("教育", "education")
        case .entertainment: Bilingual("文娱", "entertainment")
        case .other: Bilingual("其他", "other")
        }
    }
}
