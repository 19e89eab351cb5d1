import Metro
import Testing

@testable import Objectives

@Suite("Severity of a path")
struct PathAssessmentTests {
    /// The only path of a point, judged against 1 ms at the IP layer.
    static func assess(_ evidence: PathEvidence?, layer: NetworkLayer = .ip) -> PathAssessment {
        var city = City()
        city.centre("a")
        city.point("p")
        city.path("p", "a", evidence, layer: layer)
        return city.evaluation.assessPaths(day: City.day, live: city.evidence)[0]
    }

    @Test("a point that is missed or within a tenth of the limit is a warning, less is ok")
    func bands() {
        #expect(Self.assess(.exactly(1200)).verdict == .missed)
        #expect(Self.assess(.exactly(1200)).severity == .warning)
        #expect(Self.assess(.exactly(900)).severity == .warning)
        #expect(Self.assess(.exactly(899)).severity == .ok)
        #expect(Self.assess(.exactly(850, error: 60)).severity == .warning)
        #expect(Self.assess(.exactly(600, error: 450)).severity == .warning)
        #expect(Self.assess(.exactly(600, error: 450)).reason == .straddlesLimit)
    }

    @Test("a centre out of reach is no breach of a point that another one covers")
    func coveredElsewhere() {
        var city = City()
        city.centre("a")
        city.centre("b")
        city.point("p")
        city.path("p", "a", .exactly(1200))
        city.path("p", "b", .exactly(500))
        let assessments = city.evaluation.assessPaths(day: City.day, live: city.evidence)
        #expect(assessments.map(\.verdict) == [.missed, .met])
        #expect(assessments.map(\.severity) == [.ok, .ok])
    }

    @Test("fibre to a point is judged at its own layer: it says nothing of the IP delay that K2 asks for")
    func belowTheLayer() {
        var city = City()
        city.centre("a")
        city.point("p")
        city.path("p", "a", .exactly(500, layer: .optical), layer: .optical)
        let assessment = city.evaluation.assessPaths(day: City.day, live: city.evidence)[0]
        #expect(assessment.verdict == .met && assessment.severity == .ok)
    }

    @Test("a point out of every centre's reach is a warning on its best path, and an event over the limit")
    func uncovered() {
        var city = City()
        city.centre("a")
        city.centre("b")
        city.point("p")
        city.path("p", "a", .exactly(1900))
        city.path("p", "b", .exactly(1200))
        let assessments = city.evaluation.assessPaths(day: City.day, live: city.evidence)
        #expect(assessments.map(\.severity) == [.ok, .warning])
        #expect(EventCondition.path("x", assessments[0], evidence: nil).isEmpty)
        #expect(EventCondition.path("x", assessments[1], evidence: nil).map(\.kind) == [.limitBreached])
    }

    @Test("what is not measured is unknown with its reason")
    func unknown() {
        #expect(Self.assess(nil).severity == .unknown)
        #expect(Self.assess(nil).reason == .notMeasured)
    }

    @Test("a window that still fills warns of a delay over the limit without a verdict")
    func young() {
        let young = PathEvidence.both(.hour(.exactly(1500), received: 400, covered: 400))
        #expect(Self.assess(young).verdict == .unknown)
        #expect(Self.assess(young).severity == .warning)
        let good = PathEvidence.both(.hour(.exactly(500), received: 400, covered: 400))
        #expect(Self.assess(good).severity == .unknown)
    }

    @Test("a delay between clocks that do not agree warns of nothing")
    func unsynchronised() {
        let lone = PathEvidence(layer: .ip, method: .stamp, forward: .hour(.exactly(5000), unsynchronised: 3600))
        #expect(Self.assess(lone).severity == .unknown)
    }

    @Test("samples that stopped are stale, but a proven miss stays a miss")
    func stale() {
        let old: Int64 = 5_000_000_001
        #expect(Self.assess(.both(.hour(.exactly(500), age: old))).severity == .stale)
        #expect(Self.assess(.both(.hour(.exactly(500), age: old))).reason == .stale)
        #expect(Self.assess(.both(.hour(.exactly(500), age: old - 1))).severity == .ok)
        #expect(Self.assess(.both(.hour(.exactly(1500), age: old))).severity == .warning)
    }

    @Test("each path answers to the indicator it serves")
    func requirements() {
        var city = City()
        city.centre("a")
        city.centre("b")
        city.point("p")
        city.terminal("t")
        city.important("s", .oxc)
        city.path("a", "b", .exactly(1200), layer: .ip)
        city.path("p", "a", .exactly(1200))
        city.path("t", "a", .exactly(1200))
        city.path("s", "a", .exactly(1200, layer: .optical), layer: .optical)
        let assessed = city.evaluation.assessPaths(day: City.day, live: city.evidence)
        #expect(assessed.map(\.limitNanoseconds) == [1_000_000, 1_000_000, 10_000_000, 1_000_000])
        #expect(assessed.map(\.severity) == [.warning, .warning, .ok, .breach])
        #expect(assessed.map(\.verdict) == [.unknown, .missed, .met, .missed])
        #expect(assessed[0].reason == .higherLayerOnly)
    }

    @Test("events of a path: breach or near with its figure, clock faults, loss; a filling window is none")
    func conditions() {
        func kinds(_ evidence: PathEvidence?) -> [MetroEvent.Kind] {
            EventCondition.path("p", Self.assess(evidence), evidence: evidence).map(\.kind)
        }
        #expect(kinds(.exactly(500)) == [])
        #expect(kinds(.exactly(1500)) == [.limitBreached])
        #expect(kinds(.exactly(950)) == [.nearLimit])
        #expect(kinds(.exactly(1100, error: 200)) == [.overLimitUnproven])
        #expect(kinds(.both(.hour(.exactly(500), received: 3500, lost: 36))) == [.lossHigh])
        #expect(kinds(.both(.hour(.exactly(500), received: 400, covered: 400))) == [])
        var faulty = PathEvidence.both(.hour(.exactly(300), clockFaults: 1))
        #expect(kinds(faulty) == [.unknown, .clockFault])
        faulty.roundTrip = .hour(.exactly(600))
        #expect(kinds(faulty) == [.clockFault])
        #expect(kinds(.both(.hour(.exactly(500), age: 9_000_000_000))) == [.unknown])
        #expect(kinds(nil) == [])
        let uncovered = EventCondition.path("p", Self.assess(.exactly(1500)), evidence: .exactly(1500)).first
        #expect(uncovered?.value == 1_500_000 && uncovered?.severity == .warning)
    }
}

@Suite("Severity of a link")
struct LinkAssessmentTests {
    static func side(
        _ utilization: Reading<Double> = .known(0.3), status: Reading<OperationalStatus> = .known(.up),
        discards: Double = 0
    ) -> LinkDirectionPicture {
        LinkDirectionPicture(
            utilization: utilization, bitsPerSecond: .known(1), speedBitsPerSecond: .known(1),
            errorsPerSecond: .known(0), discardsPerSecond: .known(discards), operationalStatus: status,
            ageNanoseconds: 0)
    }

    @Test(
        "the worse direction decides",
        arguments: [
            (side(), Severity.ok),
            (side(.known(0.80)), .warning),
            (side(.known(0.95)), .breach),
            (side(discards: 1), .warning),
            (side(status: .known(.lowerLayerDown)), .breach),
            (side(.missing(.stale)), .stale),
            (side(.missing(.awaitingSecondReading)), .unknown),
            (side(.missing(.stale), status: .missing(.noAnswer)), .unknown),
            (side(.missing(.stale), status: .known(.down)), .breach),
        ])
    func severity(side: LinkDirectionPicture, severity: Severity) {
        #expect(LinkAssessment(forward: side, backward: Self.side()).severity == severity)
        #expect(LinkAssessment(forward: Self.side(), backward: side).severity == severity)
    }

    @Test("a status the agent does not know is no outage, and no proof of health")
    func unknownStatus() {
        let link = LinkAssessment(forward: Self.side(status: .known(.unknown)), backward: Self.side())
        #expect(!link.isDown && link.severity == .unknown)
    }

    @Test("a link that is down, or that went blind, is an event; one that starts up is none")
    func conditions() {
        func kinds(_ side: LinkDirectionPicture) -> [MetroEvent.Kind] {
            EventCondition.link("l", LinkAssessment(forward: side, backward: Self.side())).map(\.kind)
        }
        #expect(kinds(Self.side()) == [])
        #expect(kinds(Self.side(status: .known(.down))) == [.linkDown])
        #expect(kinds(Self.side(.missing(.noAnswer))) == [.unknown])
        #expect(kinds(Self.side(.missing(.awaitingSecondReading))) == [])
    }
}
