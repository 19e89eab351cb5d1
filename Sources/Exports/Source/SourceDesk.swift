import Collecting
import Mapping
import Metro
import Telemetry

/// Where the streams of one source meet: bytes go in, samples and findings come out, in the order in which they came. A
/// state machine without I/O, with one owner at a time; it never waits. At most one slice's samples stand in it.
struct SourceDesk {
    /// Unfinished records of all streams together, bytes.
    static let heldByteLimit = WholeBody.longestBytes

    var converter: Converter
    var queue = SampleQueue()
    let format: ExportSource.Format
    /// Of messages; each stream has its own.
    private var messageDecoder: AnyExportDecoder
    private var heldBytes = 0
    private var findings: [Finding] = []
    /// The last few of all streams, sanitised; each once.
    private(set) var problems: [String] = []

    init(_ converter: Converter, _ format: ExportSource.Format) {
        self.converter = converter
        self.format = format
        messageDecoder = AnyExportDecoder(format)
    }

    var account: StreamPicture {
        get { converter.account }
        _modify { yield &converter.account }
    }

    /// Makes room: whether a slice can be taken apart now.
    mutating func offer(_ offerWhatFits: (ArraySlice<Sample>) -> Int) -> Bool {
        let before = queue.fullEpisodes
        defer { account.pushedBack += queue.fullEpisodes - before }
        return queue.offer(offerWhatFits)
    }

    /// The next bytes of a stream.
    mutating func append(_ bytes: [UInt8], isEnd: Bool, to buffer: inout StreamBuffer) {
        let before = buffer.count
        buffer.append(bytes, isEnd: isEnd)
        heldBytes += buffer.count - before
        account.bytes += UInt64(bytes.count)
    }

    /// Takes the next slice of a stream apart; false when it has none until more comes.
    mutating func read(
        _ buffer: inout StreamBuffer, _ decoder: inout AnyExportDecoder, receivedNanoseconds: Int64
    ) -> Bool {
        let before = buffer.count
        guard let slice = buffer.slice() else { return false }
        let used = decoder.decode(buffer.bytes.span.extracting(slice.range), isEnd: slice.isEnd, into: &converter)
        buffer.used(used, of: slice)
        heldBytes += buffer.count - before
        convert(receivedNanoseconds)
        return true
    }

    /// Keeps what streams hold back within bounds: whether it was too much and the record under way is refused.
    mutating func isRefused(_ buffer: inout StreamBuffer) -> Bool {
        let isTooLong = buffer.count > buffer.byteLimit
        guard isTooLong || heldBytes > Self.heldByteLimit && buffer.count > 0 else { return false }
        converter.refuse(
            FormatProblem(
                line: 0,
                isTooLong
                    ? "found a record of more than \(buffer.byteLimit >> 20) MiB, expected its end before"
                    : "found unfinished records of more than \(Self.heldByteLimit >> 20) MiB in all streams together; "
                        + "this one is left out"))
        heldBytes -= buffer.count
        buffer.skipRecord()
        return true
    }

    /// Takes messages apart, from the `first` on, as many as a slice holds; the next one's number.
    mutating func read(messages bytes: [UInt8], ends: [Int], from first: Int, receivedNanoseconds: Int64) -> Int {
        var number = first
        var read = 0
        while number < ends.count, read < StreamBuffer.sliceBytes || number == first {
            let start = number == 0 ? 0 : min(max(ends[number - 1], 0), bytes.count)
            let end = min(max(ends[number], start), bytes.count)
            _ = messageDecoder.decode(bytes.span.extracting(start..<end), isEnd: true, into: &converter)
            read += end - start
            number += 1
        }
        account.bytes += UInt64(read)
        convert(receivedNanoseconds)
        _ = takeProblems()
        return number
    }

    /// A stream that held so many bytes is given up.
    mutating func drop(bytes: Int) { heldBytes -= bytes }

    mutating func takeProblems() -> [String] {
        let taken = converter.takeProblems().map { PrintableText.of($0.description, limit: 200) }
        for text in taken { note(text) }
        return taken
    }

    mutating func takeFindings() -> [Finding] {
        defer { findings = [] }
        return findings
    }

    /// What the target tells only when it changes, told again; `false` while there is no room.
    mutating func refresh(nowNanoseconds: Int64) -> Bool {
        guard queue.isEmpty else { return false }
        queue.append(converter.refresh(nowNanoseconds: nowNanoseconds))
        return true
    }

    private mutating func convert(_ received: Int64) {
        let converted = converter.convert(receivedNanoseconds: received)
        queue.append(converted.samples)
        findings += converted.findings
    }

    /// One line for people; the last few are kept, each once.
    mutating func note(_ words: String) {
        let text = PrintableText.of(words, limit: 200)
        problems.removeAll { $0 == text }
        problems.append(text)
        if problems.count > Converter.problemsKept { problems.removeFirst(problems.count - Converter.problemsKept) }
    }
}
