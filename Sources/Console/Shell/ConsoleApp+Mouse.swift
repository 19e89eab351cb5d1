import Metro

extension ConsoleApp {
    /// Wheel and presses belong to the screen; a press on a screen's name in the footer shows that screen.
    mutating func handle(_ event: MouseEvent) -> AppDirective {
        guard isMouseEnabled, let shown else { return .none }
        if helpScroll != nil {
            switch event.kind {
            case .wheelUp: return readHelp(.up) ?? .none
            case .wheelDown: return readHelp(.down) ?? .none
            case .press, .doublePress: return readHelp(.escape) ?? .none
            }
        }
        if event.y == size.maxY - 1, event.kind == .press {
            guard let item = Footer(self).screens.first(where: { $0.columns.contains(event.x) }) else { return .none }
            show(item.id)
            return .redraw
        }
        let area = Self.screenArea(size)
        guard area.contains(x: event.x, y: event.y),
            let effect = place.host.handle(event, shown, context, area: area)
        else { return .none }
        follow(effect)
        return .redraw
    }
}
