/// Words of the Collectors screen.
public enum CollectorWord: Vocabulary {
    case target, state, lastAnswer, duration, attempts, timeouts, errors, retries, drops, period, next, failures
    case never, noTargets, noTargetsHint, pipeline, offered, stored, queued, dropped, ringPeak, mismatch
    case slowest, name, noError, account, address, ringDepth, lag, windowsLate, refused, keeps, within, takes, of

    public var text: Bilingual {
        switch self {
        case .target: Bilingual("目标", "target")
        case .state: Bilingual("状态", "state")
        case .lastAnswer: Bilingual("上次应答", "answer")
        case .duration: Bilingual("耗时ms", "took ms")
        case .attempts: Bilingual("尝试", "tries")
        case .timeouts: Bilingual("超时", "timeouts")
        case .errors: Bilingual("错误", "errors")
        case .retries: Bilingual("重试", "retries")
        case .drops: Bilingual("丢弃", "drops")
        case .period: Bilingual("周期", "period")
        case .next: Bilingual("下次", "next")
        case .failures: Bilingual("连续失败", "in a row")
        case .never: Bilingual("从未", "never")
        case .noTargets: Bilingual("没有采集目标", "there is nothing to collect from")
        case .noTargetsHint:
            Bilingual("在配置中加入 devices 或 paths", "add devices or paths to the configuration")
        case .pipeline: Bilingual("样本通道", "sample path")
        case .offered: Bilingual("提交", "offered")
        case .stored: Bilingual("入库", "stored")
        case .queued: Bilingual("排队", "queued")
        case .dropped: Bilingual("丢弃", "dropped")
        case .ringPeak: Bilingual("缓冲区单路最高", "ring peak in one lane")
        case .mismatch: Bilingual("账目不符", "the account does not balance")
        case .slowest: Bilingual("最慢优先", "slowest first")
        case .name: Bilingual("名称", "name")
        case .noError: Bilingual("没有错误", "no error")
        case .account: Bilingual("账目相符", "the account balances")
        case .address: Bilingual("地址", "address")
        case .ringDepth: Bilingual("缓冲区各路合计", "ring, all lanes")
        case .lag: Bilingual("滞后", "lag")
        case .windowsLate: Bilingual("迟到窗口", "late windows")
        case .refused: Bilingual("拒收", "refused")
        case .keeps: Bilingual("保存", "keeps")
        case .within: Bilingual("占用", "in")
        case .takes: Bilingual("需要", "takes")
        case .of: Bilingual("/", "of")
        }
    }

    /// What the simulator says of itself as kind, address and note of its targets; other texts stay as they are.
    static func ofSimulator(_ text: String) -> Bilingual {
        switch text {
        case "simulator": Bilingual("模拟器", text)
        case "simulated": Bilingual("模拟", text)
        case "simulated: no packet was sent": Bilingual("模拟：没有发送报文", text)
        default: Bilingual(text, text)
        }
    }

    /// Why the pipeline dropped samples; words that it does not know stay as they are.
    static func dropReason(_ reason: String) -> Bilingual {
        switch reason {
        case "full": Bilingual("缓冲满", "full")
        case "late": Bilingual("迟到", "late")
        case "duplicate": Bilingual("重复", "duplicate")
        case "future": Bilingual("超前", "future")
        case "invalid": Bilingual("无效", "invalid")
        default: Bilingual(reason, reason)
        }
    }
}
