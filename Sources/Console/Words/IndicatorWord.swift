import Metro

/// Words of the Indicators screen.
public enum IndicatorWord: Vocabulary {
    case liveForm, officialForm, city, goal, proven, couldBe, completeness, secondaryK2, secondaryK3
    case passed, today, whatMisses, allMet, switchForm, switchScope, openMember, panel, back
    case needsToProve, needsMore, noResults, noResultsHint, layerAlert, overLimit, noMembers, delay, verdict,
        reason

    public var text: Bilingual {
        switch self {
        case .liveForm: Bilingual("实时", "live")
        case .officialForm: Bilingual("正式", "official")
        case .city: Bilingual("全市", "whole city")
        case .goal: Bilingual("目标", "goal")
        case .proven: Bilingual("已证实", "proven")
        case .couldBe: Bilingual("可能", "could be")
        case .completeness: Bilingual("完整度", "complete")
        case .secondaryK2: Bilingual("按算力加权", "by compute")
        case .secondaryK3: Bilingual("按带宽", "by bandwidth")
        case .passed: Bilingual("已过", "passed")
        case .today: Bilingual("今天", "today")
        case .whatMisses: Bilingual("未达标与未知", "what misses, what is unknown")
        case .allMet: Bilingual("全部达标", "every member is met")
        case .switchForm: Bilingual("实时／正式", "live / official")
        case .switchScope: Bilingual("全市／运营商", "city / operators")
        case .openMember: Bilingual("列出／打开", "list / open")
        case .panel: Bilingual("下一面板", "next panel")
        case .back: Bilingual("返回", "back")
        case .needsToProve: Bilingual("待证实", "to prove")
        case .needsMore: Bilingual("还差", "more needed")
        case .noResults: Bilingual("还没有指标结果", "no indicator has been computed yet")
        case .noResultsHint:
            Bilingual("第一个窗口结束后出现；7 采集 说明缺什么", "they come with the first window; 7 Collectors says what is missing")
        case .layerAlert: Bilingual("IP层超限", "over the limit at the IP layer")
        case .overLimit: Bilingual("至少超限", "over the limit by at least")
        case .noMembers: Bilingual("没有成员", "no members")
        case .delay: Bilingual("时延区间", "delay lo … hi")
        case .verdict: Bilingual("判定", "verdict")
        case .reason: Bilingual("原因", "reason")
        }
    }

    static func inDays(_ days: Int) -> Bilingual { Bilingual("还有 \(days) 天", "in \(days) d") }
}
