/// Words of the tables: column heads, positions, what stands in an empty one.
public enum TableWord: Vocabulary {
    case of, link, loss, delayVariation, utilization, lastHour, delay, load, age, clockError, layer, state
    case milliseconds, sortedBy, name, limit
    case near, over, unproven, errorsAndDiscards
    case noLinks, noLinksHint, noMatch, noMatchHint

    public var text: Bilingual {
        switch self {
        case .of: Bilingual("／", "of")
        case .link: Bilingual("链路 A → B", "link A → B")
        case .loss: Bilingual("丢包%", "loss%")
        case .delayVariation: Bilingual("时延变化", "PDV")
        case .utilization: Bilingual("利用率 %", "utilization %")
        case .lastHour: Bilingual("60 分钟", "60 min")
        case .delay: Bilingual("时延", "delay")
        case .load: Bilingual("利用率", "load")
        case .age: Bilingual("时龄", "age")
        case .clockError: Bilingual("±钟差", "±clock")
        case .layer: Bilingual("层", "lay")
        case .state: Bilingual("状态", "state")
        case .milliseconds: Bilingual("ms", "ms")
        case .sortedBy: Bilingual("排序", "by")
        case .name: Bilingual("名称", "name")
        case .limit: Bilingual("限值", "limit")
        case .near: Bilingual("接近", "near")
        case .over: Bilingual("越限", "over")
        case .unproven: Bilingual("未证实", "unproven")
        case .errorsAndDiscards: Bilingual("错误与丢弃", "errors and discards")
        case .noLinks: Bilingual("清单里没有链路", "the inventory has no links and no paths")
        case .noLinksHint:
            Bilingual(
                "在配置中加入 links 或 paths，再用 haomiao check 检查",
                "add links or paths to the configuration; haomiao check validates it")
        case .noMatch: Bilingual("没有匹配的行", "no row matches")
        case .noMatchHint: Bilingual("/ 修改过滤，Esc 清除", "/ changes the filter, Esc clears it")
        }
    }
}
