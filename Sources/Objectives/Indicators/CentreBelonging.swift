import Metro

/// Whether a centre is of medium size or above, as K1–K3 ask.
public enum CentreBelonging: Hashable, Sendable {
    case mediumOrAbove
    case below
    /// Neither declared nor to be told from racks: listed, and counted in lo…hi.
    case unknown
}

extension IndicatorPolicy {
    /// By the declared class, else by standard racks (`indicators.md` §2): from `largeMinimumRacks` on a centre is large;
    /// under it `mediumMinimumRacks` decides, and while that is unset nothing does.
    public func belonging(of centre: ComputingCentre) -> CentreBelonging {
        switch centre.declaredClass {
        case .large, .medium: return .mediumOrAbove
        case .small: return .below
        case nil: break
        }
        guard let racks = centre.racks else { return .unknown }
        if racks >= largeMinimumRacks { return .mediumOrAbove }
        guard let mediumMinimumRacks else { return .unknown }
        return racks >= mediumMinimumRacks ? .mediumOrAbove : .below
    }
}
