/// Words of the Collectors screen.
public enum CollectorWord: Vocabulary {
    case target, state, lastAnswer, duration, attempts, timeouts, errors, retries, drops, period, next, failures
    case never, noTargets, noTargetsHint, pipeline, offered, stored, queued, dropped, ringPeak, mismatch
    case slowest, name, noError, account, address, ringDepth, lag, windowsLate, socketsLost, refused, keeps, within,
        takes, of
    case targets, traps, drift, close, load, temperature
    case strays, late, duplicate, foreign, unasked, malformed, untrusted, relearned
    case trapAccount, received, understood, unknownTraps, repeated, discoveries, notTaken, limited, unknownSource
    case unexpected, wrongCommunity, unknownUser, wrongDigest, lowLevel, outsideWindow, undecryptable, overflowed
    case ambiguous, linkTraps, starts, informs, authenticationFailures, limitedSources, inTenSeconds, forgotten
    case time, source, unknownTrap, unknownList, content, noTraps, noTrapsHint, noUnknownTraps, noUnknownTrapsHint
    case difference, place, inventorySays, deviceSays, surveyed, deaf, omitted, notSurveyed, notSurveyedHint, noDrift
    case noDriftHint
    case messages, readings, samples, unmapped, lostBefore, redelivered, pushedBack, reconnects, clockAhead, backlog
    case forExample

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
        case .socketsLost: Bilingual("SNMP 报文丢失", "SNMP datagrams lost")
        case .refused: Bilingual("拒收", "refused")
        case .keeps: Bilingual("保存", "keeps")
        case .within: Bilingual("占用", "in")
        case .takes: Bilingual("需要", "takes")
        case .of: Bilingual("/", "of")
        case .targets: Bilingual("目标", "targets")
        case .traps: Bilingual("Trap", "traps")
        case .drift: Bilingual("差异", "drift")
        case .close: Bilingual("关闭", "closes")
        case .load: Bilingual("CPU%", "CPU%")
        case .temperature: Bilingual("°C", "°C")
        case .strays: Bilingual("杂散", "strays")
        case .late: Bilingual("迟到", "late")
        case .duplicate: Bilingual("重复", "duplicate")
        case .foreign: Bilingual("异址", "from elsewhere")
        case .unasked: Bilingual("未曾请求", "never asked for")
        case .malformed: Bilingual("无法解析", "malformed")
        case .untrusted: Bilingual("不可信", "untrusted")
        case .relearned: Bilingual("引擎重新学习", "engine learnt again")
        case .trapAccount: Bilingual("Trap 账目", "traps and informs")
        case .received: Bilingual("收到", "received")
        case .understood: Bilingual("识别", "understood")
        case .unknownTraps: Bilingual("未知", "unknown")
        case .repeated: Bilingual("重复", "repeated")
        case .discoveries: Bilingual("引擎探询", "discoveries")
        case .notTaken: Bilingual("未采纳", "not taken in")
        case .limited: Bilingual("限流", "limited")
        case .unknownSource: Bilingual("来源未知", "unknown source")
        case .unexpected: Bilingual("非通知", "no notification")
        case .wrongCommunity: Bilingual("团体名错误", "wrong community")
        case .unknownUser: Bilingual("用户未知", "unknown user")
        case .wrongDigest: Bilingual("认证不符", "wrong digest")
        case .lowLevel: Bilingual("安全级别过低", "level too low")
        case .outsideWindow: Bilingual("超出时间窗", "not in time window")
        case .undecryptable: Bilingual("无法解密", "cannot be decrypted")
        case .overflowed: Bilingual("内核丢弃", "lost in the kernel")
        case .ambiguous: Bilingual("来源不唯一", "ambiguous source")
        case .linkTraps: Bilingual("链路", "links")
        case .starts: Bilingual("设备启动", "starts")
        case .informs: Bilingual("已答 Inform", "informs answered")
        case .authenticationFailures: Bilingual("认证失败", "authentication failures")
        case .limitedSources: Bilingual("个来源限流", "limited")
        case .inTenSeconds: Bilingual("条/10 秒", "in 10 s")
        case .forgotten: Bilingual("不再列出的来源", "sources no longer listed")
        case .time: Bilingual("时间", "time")
        case .source: Bilingual("来源", "from")
        case .unknownTrap: Bilingual("snmpTrapOID", "snmpTrapOID")
        case .unknownList: Bilingual("未知 Trap", "unknown traps")
        case .content: Bilingual("内容", "content")
        case .noTraps: Bilingual("未监听 Trap", "nothing listens for traps")
        case .noTrapsHint:
            Bilingual("在配置中写入 collectors.traps", "write collectors.traps into the configuration to receive them")
        case .noUnknownTraps: Bilingual("没有未知 Trap", "no unknown traps")
        case .noUnknownTrapsHint: Bilingual("已识别的通知见下方账目与事件", "those understood are counted below and are events")
        case .difference: Bilingual("差异", "difference")
        case .place: Bilingual("位置", "where")
        case .inventorySays: Bilingual("清单", "inventory")
        case .deviceSays: Bilingual("设备", "device")
        case .surveyed: Bilingual("已读取邻居", "neighbours read")
        case .deaf: Bilingual("未闻邻居", "hear nobody")
        case .omitted: Bilingual("未列出", "not listed")
        case .notSurveyed: Bilingual("尚未读取设备的邻居", "no device's neighbours were read yet")
        case .notSurveyedHint:
            Bilingual("设备需启用 LLDP，首次读取需数分钟", "devices must speak LLDP; the first reading takes minutes")
        case .noDrift: Bilingual("清单与网络一致", "inventory and network agree")
        case .noDriftHint: Bilingual("未读取的设备可能仍有差异", "devices that were not read may still differ")
        case .messages: Bilingual("消息", "messages")
        case .readings: Bilingual("读数", "readings")
        case .samples: Bilingual("样本", "samples")
        case .unmapped: Bilingual("未映射", "not mapped")
        case .lostBefore: Bilingual("上游丢失", "lost before us")
        case .redelivered: Bilingual("重投", "redelivered")
        case .pushedBack: Bilingual("反压", "pushed back")
        case .reconnects: Bilingual("重连", "reconnects")
        case .clockAhead: Bilingual("时钟超前", "clock ahead")
        case .backlog: Bilingual("积压", "backlog")
        case .forExample: Bilingual("例如", "for example")
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
