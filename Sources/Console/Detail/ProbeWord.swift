import Metro

/// Words for what a path's probes and clocks are. Terms follow `indicators.md` §9.
enum ProbeWord: Vocabulary {
    case own, far, notSynchronised, errorUnknown, noAnswerYet
    case stamps, sending, receiving, hardware, kernel, program
    case fault, noFault, step, drift, belowFloor
    case probes, sent, answered, underWay, lost, thereUnknown, notJudged, refused, spoiled
    case notSent, unsent, skipped, shed
    case oddAnswers, duplicates, reordered, late, foreign, mismatched, malformed, unauthentic
    case noAccount, measuredBy, bytes

    var text: Bilingual {
        switch self {
        case .own: Bilingual("本端时钟", "own clock")
        case .far: Bilingual("远端时钟", "far clock")
        case .notSynchronised: Bilingual("未同步", "not synchronised")
        case .errorUnknown: Bilingual("误差未知", "error unknown")
        case .noAnswerYet: Bilingual("尚无应答", "no answer yet")
        case .stamps: Bilingual("打戳", "stamps")
        case .sending: Bilingual("发出", "sent")
        case .receiving: Bilingual("收到", "received")
        case .hardware: Bilingual("硬件", "hardware")
        case .kernel: Bilingual("内核", "kernel")
        case .program: Bilingual("程序", "program")
        case .fault: Bilingual("时钟故障", "clock fault")
        case .noFault: Bilingual("无：时延与时钟误差相符", "none: delays fit the errors")
        case .step: Bilingual("时钟被拨动", "clock set by")
        case .drift: Bilingual("时钟走偏", "the clocks run apart:")
        case .belowFloor: Bilingual("低于物理下限", "below the floor by")
        case .probes: Bilingual("探测包", "probes")
        case .sent: Bilingual("发出", "sent")
        case .answered: Bilingual("应答", "back")
        case .underWay: Bilingual("在途", "open")
        case .lost: Bilingual("丢失", "lost")
        case .thereUnknown: Bilingual("哪个方向未知", "which way is not known")
        case .notJudged: Bilingual("未计入", "not judged")
        case .refused: Bilingual("拒绝", "refused")
        case .spoiled: Bilingual("拨钟作废", "spoiled by a clock")
        case .notSent: Bilingual("未发出", "not sent")
        case .unsent: Bilingual("系统未收", "not taken")
        case .skipped: Bilingual("跳过", "skipped")
        case .shed: Bilingual("过载舍弃", "shed")
        case .oddAnswers: Bilingual("异常应答", "odd answers")
        case .duplicates: Bilingual("重复", "duplicates")
        case .reordered: Bilingual("乱序", "reordered")
        case .late: Bilingual("迟到", "late")
        case .foreign: Bilingual("外来", "foreign")
        case .mismatched: Bilingual("不符", "mismatched")
        case .malformed: Bilingual("格式错误", "malformed")
        case .unauthentic: Bilingual("认证失败", "unauthentic")
        case .noAccount: Bilingual("不由探测测量，没有账目", "no account: no probe measures it")
        case .measuredBy: Bilingual("测量实例", "by")
        case .bytes: Bilingual("字节", "bytes")
        }
    }
}

extension PathClock.Stamping {
    var word: ProbeWord {
        switch self {
        case .hardware: .hardware
        case .kernel: .kernel
        case .program: .program
        }
    }
}
