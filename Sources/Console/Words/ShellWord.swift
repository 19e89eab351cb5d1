/// Header, footer, help, and what stands where there is nothing to show.
public enum ShellWord: Vocabulary {
    case map, links, indicators, detail, collectors
    case live, stale, demo, paused, waiting, clock, unsynchronised, unsynchronisedBriefly, opticalLayer, ipLayer,
        bothLayers
    case help, everywhere, onThisScreen, filterKeys, closeHelp, mouseOff, marks
    case switchScreen, filter, quit, back, suspend, language, theme, pause, redraw, mouse, utilization
    case filterAccept, filterCancel, filterHint, filterAsText
    case tooSmall, needed, waitingForData, waitingHint

    public var text: Bilingual {
        switch self {
        case .map: Bilingual("地图", "Map")
        case .links: Bilingual("链路", "Links")
        case .indicators: Bilingual("指标", "Indicators")
        case .detail: Bilingual("详情", "Detail")
        case .collectors: Bilingual("采集", "Collectors")
        case .live: Bilingual("实时", "live")
        case .stale: Bilingual("过时", "stale")
        case .demo: Bilingual("演示", "DEMO")
        case .paused: Bilingual("已暂停", "paused")
        case .waiting: Bilingual("等待", "waiting")
        case .clock: Bilingual("时钟", "clock")
        case .unsynchronised: Bilingual("未同步", "unsynchronised")
        case .unsynchronisedBriefly: Bilingual("未同步", "unsync")
        case .opticalLayer: Bilingual("光层", "optical layer")
        case .ipLayer: Bilingual("IP层", "IP layer")
        case .bothLayers: Bilingual("光层＋IP层", "optical + IP layer")
        case .help: Bilingual("帮助", "help")
        case .everywhere: Bilingual("处处可用", "everywhere")
        case .onThisScreen: Bilingual("本屏", "on this screen")
        case .filterKeys: Bilingual("过滤输入时", "while typing a filter")
        case .closeHelp: Bilingual("任意键关闭", "any key closes")
        case .marks: Bilingual("状态标记", "marks")
        case .mouseOff: Bilingual("鼠标关", "mouse off")
        case .switchScreen: Bilingual("切换屏幕", "switch screen")
        case .filter: Bilingual("过滤", "filter")
        case .quit: Bilingual("退出", "quit")
        case .back: Bilingual("返回", "back")
        case .suspend: Bilingual("挂起（fg 恢复）", "suspend (fg resumes)")
        case .language: Bilingual("English / 中文", "中文 / English")
        case .theme: Bilingual("主题", "theme")
        case .pause: Bilingual("暂停／继续", "pause / resume")
        case .redraw: Bilingual("重画", "redraw")
        case .mouse: Bilingual("鼠标开／关", "mouse on / off")
        case .utilization: Bilingual("时延／利用率", "latency / utilization")
        case .filterAccept: Bilingual("应用过滤", "keep the filter")
        case .filterCancel: Bilingual("清除过滤", "clear the filter")
        case .filterHint: Bilingual("文字或正则，! 取反", "text or regex, ! inverts")
        case .filterAsText: Bilingual("非正则，按文字匹配", "not a regex: matched as text")
        case .tooSmall: Bilingual("终端过小", "terminal too small")
        case .needed: Bilingual("至少需要", "needs at least")
        case .waitingForData: Bilingual("等待第一份数据", "waiting for the first picture")
        case .waitingHint:
            Bilingual("采集器正在启动；q 退出", "collectors are starting; q quits")
        }
    }
}
