/// An export of another collector that is read: a format over a transport, freely combined.
public struct ExportSource: Hashable, Sendable {
    public enum Format: String, Sendable, CaseIterable {
        /// gnmic's `event`: JSON arrays, one after another.
        case gnmicEvent = "gnmic-event"
        case gnmicJSON = "gnmic-json"
        case gnmicProtoJSON = "gnmic-protojson"
        /// gNMI SubscribeResponse messages, binary; gnmic's `proto`. Messages only, no stream.
        case gnmiProto = "gnmi-proto"
        case influx
        /// The Prometheus text format 0.0.4.
        case prometheus
        case openMetrics = "openmetrics"
        /// Prometheus remote write 1.0, after snappy. Messages only, no stream.
        case remoteWrite = "remote-write"
        case telegrafJSON = "telegraf-json"
        /// `ts_ns,src,dst,method,t_us,e_us,lost`, one packet a line.
        case delayCSV = "delay-csv"

        /// Comes in messages whose bounds the transport knows; no stream of bytes can bear it.
        public var isBinary: Bool { self == .gnmiProto || self == .remoteWrite }
    }

    /// Server side or client side of TLS, PEM files.
    public struct TLS: Hashable, Sendable {
        public var authorities: String?
        public var certificate: String?
        public var key: String?
        public var serverName: String?

        public init(
            authorities: String? = nil, certificate: String? = nil, key: String? = nil, serverName: String? = nil
        ) {
            self.authorities = authorities
            self.certificate = certificate
            self.key = key
            self.serverName = serverName
        }
    }

    public enum Transport: Hashable, Sendable {
        case file(path: String, FileReading)
        case standardInput
        /// Started without a shell, started again when it ends.
        case command([String])
        case listen(Listen)
        case scrape(Scrape)
        case nats(NATS)
        case kafka(Kafka)

        /// For people, without secrets: `the file /var/log/a`, `nats://b telemetry.>`.
        public var words: String {
            switch self {
            case .file(let path, .once): "the file \(path), once"
            case .file(let path, .follow): "the file \(path), followed"
            case .standardInput: "standard input"
            case .command(let command): "the command \(PrintableText.of(command.joined(separator: " "), limit: 120))"
            case .listen(let listen):
                "a listener at \(listen.host.contains(":") ? "[\(listen.host)]" : listen.host):\(listen.port)"
            case .scrape(let scrape): "\(scrape.url.prefix { $0 != "?" }) every \(scrape.periodMilliseconds / 1_000) s"
            case .nats(let source): "\(source.url) \(source.subject)"
            case .kafka(let source):
                "kafka \(source.brokers.joined(separator: ",")) \(source.topics.joined(separator: ","))"
            }
        }

        /// The same read beside whoever reads it, who misses nothing by it.
        public var onlooking: Transport {
            switch self {
            case .nats(var source):
                source.queue = nil
                source.consumer = nil
                return .nats(source)
            case .kafka(var source):
                source.group = nil
                return .kafka(source)
            case .file, .standardInput, .command, .listen, .scrape: return self
            }
        }
    }

    public enum FileReading: Hashable, Sendable {
        /// From its beginning to its end.
        case once
        /// On and on, through rotation and truncation; what is there already is read too, or is not.
        case follow(fromStart: Bool)
    }

    public struct Listen: Hashable, Sendable {
        /// Numeric; loopback unless told otherwise.
        public var host: String
        public var port: UInt16
        public var tls: TLS?
        /// Asked for as `Authorization: Bearer …` or `Token …`.
        public var token: SecretReference?

        public init(host: String = "127.0.0.1", port: UInt16, tls: TLS? = nil, token: SecretReference? = nil) {
            self.host = host
            self.port = port
            self.tls = tls
            self.token = token
        }
    }

    public struct Scrape: Hashable, Sendable {
        public var url: String
        public var periodMilliseconds: Int
        public var timeoutMilliseconds: Int
        public var tls: TLS
        public var token: SecretReference?
        public var username: String?
        public var password: SecretReference?

        public init(
            url: String, periodMilliseconds: Int = 30_000, timeoutMilliseconds: Int = 10_000, tls: TLS = TLS(),
            token: SecretReference? = nil, username: String? = nil, password: SecretReference? = nil
        ) {
            self.url = url
            self.periodMilliseconds = periodMilliseconds
            self.timeoutMilliseconds = timeoutMilliseconds
            self.tls = tls
            self.token = token
            self.username = username
            self.password = password
        }
    }

    public struct NATS: Hashable, Sendable {
        public var url: String
        public var subject: String
        /// Queue group of core NATS.
        public var queue: String?
        /// JetStream: the stream, and the durable consumer whose acknowledgements are ours; a stream without one is read
        /// from now on, and nothing is taken from anybody.
        public var stream: String?
        public var consumer: String?
        public var username: String?
        public var password: SecretReference?
        public var tls: TLS?

        public init(
            url: String, subject: String, queue: String? = nil, stream: String? = nil, consumer: String? = nil,
            username: String? = nil, password: SecretReference? = nil, tls: TLS? = nil
        ) {
            self.url = url
            self.subject = subject
            self.queue = queue
            self.stream = stream
            self.consumer = consumer
            self.username = username
            self.password = password
            self.tls = tls
        }
    }

    public struct Kafka: Hashable, Sendable {
        /// How user and password are told (SASL, RFC 4616 and RFC 7677).
        public enum Mechanism: String, Sendable, CaseIterable {
            case plain = "plain"
            case scramSHA256 = "scram-sha-256"
            case scramSHA512 = "scram-sha-512"
        }

        public var brokers: [String]
        public var topics: [String]
        /// The consumer group whose offsets are ours; `nil`: none, from now on, nothing is committed.
        public var group: String?
        public var username: String?
        public var password: SecretReference?
        public var mechanism: Mechanism
        public var tls: TLS?

        public init(
            brokers: [String], topics: [String], group: String?, username: String? = nil,
            password: SecretReference? = nil, mechanism: Mechanism = .plain, tls: TLS? = nil
        ) {
            self.brokers = brokers
            self.topics = topics
            self.group = group
            self.username = username
            self.password = password
            self.mechanism = mechanism
            self.tls = tls
        }
    }

    public let id: ExportID
    public var format: Format
    public var transport: Transport
    /// Names of mappings (`NameMapping.id`), the first that knows a series decides.
    public var mappings: [String]
    /// How far the readings of one series lie apart, milliseconds; `nil`: learned.
    public var intervalMilliseconds: Int?

    public init(
        id: ExportID, format: Format, transport: Transport, mappings: [String] = [], intervalMilliseconds: Int? = nil
    ) {
        self.id = id
        self.format = format
        self.transport = transport
        self.mappings = mappings
        self.intervalMilliseconds = intervalMilliseconds
    }
}
public typealias ExportID = Identifier<ExportSource>
