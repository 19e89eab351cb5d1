import Metro

/// How a site is marked. Shapes differ for every meaning; colour only repeats it.
struct SiteLook: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case centre
        /// A point of K2, by its verdict.
        case covered, notCovered, coverageUnknown
        /// An important site with, without, or with an unknown cross-connect.
        case crossConnected, notCrossConnected, crossConnectUnknown
        case terminals, other
    }
    var kind: Kind
    /// The delay that decides a point's coverage, nanoseconds.
    var delay: Double?

    init(_ site: Site, _ member: IndicatorMember?, _ policy: IndicatorPolicy) {
        delay = member?.hi
        if site.centre != nil {
            kind = .centre
        } else if site.isCoveragePoint {
            switch member?.verdict {
            case .met: kind = .covered
            case .missed: kind = .notCovered
            case .unknown, nil: kind = .coverageUnknown
            }
        } else if let important = site.importantSite {
            switch important.crossConnect {
            case .oxc: kind = .crossConnected
            case .roadm: kind = policy.roadmCounts ? .crossConnected : .notCrossConnected
            case .oadm, .some(.none): kind = .notCrossConnected
            case nil: kind = .crossConnectUnknown
            }
        } else {
            kind = site.terminalGroup != nil ? .terminals : .other
        }
    }

    /// Every site of the inventory, by the city's live K2.
    static func all(_ snapshot: MetroSnapshot) -> [SiteLook] {
        let coverage = snapshot.indicators.first {
            $0.indicator == .circleCoverage && $0.scope == .city && $0.form == .live
        }
        var members: [SiteID: IndicatorMember] = [:]
        for member in coverage?.members ?? [] {
            if let site = member.sites.first { members[site] = member }
        }
        return snapshot.inventory.sites.map { SiteLook($0, members[$0.id], snapshot.policy) }
    }

    var glyph: Character {
        switch kind {
        case .centre: "◉"
        case .covered: "○"
        case .notCovered: "●"
        case .coverageUnknown: "?"
        case .crossConnected: "◆"
        case .notCrossConnected: "◇"
        case .crossConnectUnknown: "◈"
        case .terminals: "▵"
        case .other: "▫"
        }
    }

    /// The same in seven bits; chosen so that no two meanings share one.
    var asciiGlyph: Character {
        switch kind {
        case .centre: "@"
        case .covered: "o"
        case .notCovered: "*"
        case .coverageUnknown: "?"
        case .crossConnected: "H"
        case .notCrossConnected: "h"
        case .crossConnectUnknown: "&"
        case .terminals: "t"
        case .other: "+"
        }
    }

    func glyph(_ glyphs: GlyphSet) -> Character { glyphs == .ascii ? asciiGlyph : glyph }

    var style: Style {
        switch kind {
        case .centre: Style(.centre, .bold)
        case .covered: Style(.accessCovered)
        case .notCovered: Style(.accessUncovered, .bold)
        case .coverageUnknown: Style(.unknown, .bold)
        case .crossConnected: Style(.importantSite, .bold)
        case .notCrossConnected: Style(.importantSite)
        case .crossConnectUnknown: Style(.unknown)
        case .terminals, .other: .dim
        }
    }

    var labelStyle: Style {
        switch kind {
        case .centre: Style(.text, .bold)
        case .notCovered: Style(.accessUncovered)
        case .coverageUnknown: Style(.unknown)
        default: .dim
        }
    }

    /// Whose name is placed first; smaller is earlier.
    var importance: Int {
        switch kind {
        case .centre: 1
        case .notCovered: 2
        case .coverageUnknown: 3
        case .crossConnected, .notCrossConnected, .crossConnectUnknown: 5
        case .covered: 6
        case .terminals, .other: 7
        }
    }
}
