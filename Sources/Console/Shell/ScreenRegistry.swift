/// The screens that exist, by the digit that calls them. Digits keep their screens: 4 Breaches, 6 Time and 8 Wall are
/// not there yet, so neither keys nor help know them.
public enum ScreenID: Int, Hashable, Sendable, CaseIterable {
    case map = 1
    case links = 2
    case indicators = 3
    case detail = 5
    case collectors = 7

    public var digit: Character { Character(String(rawValue)) }

    public var title: Bilingual {
        switch self {
        case .map: ShellWord.map.text
        case .links: ShellWord.links.text
        case .indicators: ShellWord.indicators.text
        case .detail: ShellWord.detail.text
        case .collectors: ShellWord.collectors.text
        }
    }

    /// For footers without room for the titles: at most four columns.
    var shortTitle: Bilingual {
        switch self {
        case .map, .detail, .collectors, .indicators: Bilingual(title.chinese, String(title.english.prefix(3)))
        case .links: Bilingual(title.chinese, "Lnk")
        }
    }

    /// A screen in the state in which the program starts.
    var fresh: any HostedScreen {
        switch self {
        case .map: ScreenHost<MapScreen>(state: MapScreen.State())
        case .links: ScreenHost<LinksScreen>(state: LinksScreen.State())
        case .indicators: ScreenHost<IndicatorsScreen>(state: IndicatorsScreen.State())
        case .detail: ScreenHost<DetailScreen>(state: .link(0))
        case .collectors: ScreenHost<CollectorsScreen>(state: CollectorsScreen.State())
        }
    }

    /// The Detail screen that an effect asks for; `nil` for other effects.
    static func detail(_ effect: ScreenEffect) -> (any HostedScreen)? {
        switch effect {
        case .openLink(let index): ScreenHost<DetailScreen>(state: .link(index))
        case .openPath(let index): ScreenHost<DetailScreen>(state: .path(index))
        case .openSite(let index): ScreenHost<DetailScreen>(state: .site(index))
        case .none, .back: nil
        }
    }
}
