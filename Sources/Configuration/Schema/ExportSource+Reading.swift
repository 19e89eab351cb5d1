import Metro

extension Field {
    /// `ADDRESS:PORT`, or a mapping with `address`.
    func exportListener(in folder: String) -> ExportSource.Listen? {
        guard case .mapping = node.content else { return listener(self, tls: nil, token: nil) }
        guard let section = section(["address", "tls", "token"]) else { return nil }
        let address = section.required("address", "ADDRESS:PORT of this host")
        let tls = section["tls"]?.exportTLS(["certificate", "key", "ca"], in: folder)
        if section["tls"] != nil, let tls, tls.certificate == nil {
            section["tls"]?.refuse(expected: "certificate and key of the listener")
        }
        let token = section["token"]?.secretReference(in: folder, otherwise: "leave the key out on loopback")
        guard let listen = address.flatMap({ listener($0, tls: tls, token: token) }) else { return nil }
        if !listen.isLoopback, section["token"] == nil {
            section["address"]?.warn(
                "an address that others reach, without a token", expected: "token",
                consequence: "whoever reaches it can tell what it likes of the city")
        }
        if !listen.isLoopback, section["tls"] == nil, section["token"] != nil {
            section["address"]?.warn(
                "a token in plain text", expected: "tls", consequence: "whoever sees the packets can read it")
        }
        return listen
    }

    private func listener(
        _ field: Field, tls: ExportSource.TLS?, token: SecretReference?
    ) -> ExportSource.Listen? {
        guard let (host, port) = field.listenAddress() else { return nil }
        // `:8086` is loopback too: who wants all addresses writes them.
        let listen = ExportSource.Listen(host: host.isEmpty ? "127.0.0.1" : host, port: port, tls: tls, token: token)
        if case .mapping = node.content { return listen }
        if !listen.isLoopback {
            field.warn(
                "an address that others reach, without a token", expected: "{address: ..., token: ..., tls: ...}",
                consequence: "whoever reaches it can tell what it likes of the city")
        }
        return listen
    }

    /// A URL, or a mapping with `url`.
    func scrape(in folder: String) -> ExportSource.Scrape? {
        let schemes = ["http", "https"]
        guard case .mapping = node.content else { return url(schemes).map { ExportSource.Scrape(url: $0) } }
        let keys = ["url", "period", "timeout", "tls", "token", "username", "password"]
        guard let section = section(keys) else { return nil }
        let url = section.required("url", "an address such as http://127.0.0.1:9116/metrics")?.url(schemes)
        var scrape = ExportSource.Scrape(url: url ?? "")
        if let period = section["period"]?.milliseconds(Nanoseconds.second...Nanoseconds.hour) {
            scrape.periodMilliseconds = period
        }
        if let timeout = section["timeout"]?.milliseconds(100 * Nanoseconds.millisecond...5 * Nanoseconds.minute) {
            scrape.timeoutMilliseconds = timeout
        }
        if scrape.timeoutMilliseconds > scrape.periodMilliseconds {
            (section["timeout"] ?? section["period"])?.refuse(
                "a timeout of \(scrape.timeoutMilliseconds) ms",
                expected: "at most the period of \(scrape.periodMilliseconds) ms")
        }
        if let tls = section["tls"] {
            if url?.hasPrefix("http://") == true { tls.refuse("tls of an http address", expected: "https") }
            scrape.tls = tls.exportTLS(["ca", "name", "certificate", "key"], in: folder) ?? scrape.tls
        }
        scrape.token = section["token"]?.secretReference(in: folder)
        (scrape.username, scrape.password) = section.credentials(in: folder)
        if section["token"] != nil, section["username"] != nil {
            section["token"]?.refuse("both token and username", expected: "one of them")
        }
        if url?.hasPrefix("http://") == true, section["token"] != nil || section["password"] != nil {
            section["url"]?.warn(
                "a secret in plain text", expected: "https", consequence: "whoever sees the packets can read it")
        }
        return url == nil ? nil : scrape
    }

    func nats(in folder: String) -> ExportSource.NATS? {
        let keys = ["url", "subject", "queue", "stream", "consumer", "username", "password", "tls"]
        guard let section = section(keys) else { return nil }
        let url = section.required("url", "an address such as nats://127.0.0.1:4222")?.url(["nats", "tls"])
        let subject = section.required("subject", "a subject such as telemetry.>")?.brokerName("a subject")
        let queue = section["queue"]?.brokerName("the name of a queue group")
        let stream = section["stream"]?.brokerName("the name of a stream")
        let consumer = section["consumer"]?.brokerName("the name of a durable consumer")
        if let field = section["consumer"], section["stream"] == nil {
            field.refuse("consumer without stream", expected: "stream too", suggestion: "both are of JetStream")
        }
        if let field = section["queue"], section["stream"] != nil {
            field.refuse(
                "queue beside stream", expected: "one of them",
                suggestion: "those who share a consumer of JetStream share its messages")
        }
        if let field = section["stream"], section["consumer"] == nil {
            field.warn(
                "a stream without consumer", expected: "consumer",
                consequence: "it is read from now on, and nothing is made up for after a restart")
        }
        let (username, password) = section.credentials(in: folder)
        let tls = section["tls"]?.exportTLS(["ca", "name", "certificate", "key"], in: folder)
        guard let url, let subject else { return nil }
        return .init(
            url: url, subject: subject, queue: queue, stream: stream, consumer: consumer, username: username,
            password: password, tls: tls)
    }

    func kafka(in folder: String) -> ExportSource.Kafka? {
        let keys = ["brokers", "topics", "group", "username", "password", "mechanism", "tls"]
        guard let section = section(keys) else { return nil }
        let brokers = section.required("brokers", "a list of HOST:PORT")?.items(of: "HOST:PORT")
            .compactMap { $0.brokerName("HOST:PORT of a broker") }
        let topics = section.required("topics", "a list of topics")?.items(of: "topics")
            .compactMap { $0.brokerName("a topic") }
        if brokers?.isEmpty == true { section["brokers"]?.refuse(expected: "at least one broker") }
        if topics?.isEmpty == true { section["topics"]?.refuse(expected: "at least one topic") }
        let group = section.required("group", "the name of a consumer group")?.brokerName(
            "the name of a consumer group")
        let (username, password) = section.credentials(in: folder)
        let mechanism = section["mechanism"]?.choice(ExportSource.Kafka.Mechanism.self)
        if section["mechanism"] != nil, section["username"] == nil {
            section["mechanism"]?.refuse("mechanism without username", expected: "username and password too")
        }
        let tls = section["tls"]?.exportTLS(["ca", "name", "certificate", "key"], in: folder)
        guard let brokers, let topics, let group, !brokers.isEmpty, !topics.isEmpty else { return nil }
        return .init(
            brokers: brokers, topics: topics, group: group, username: username, password: password,
            mechanism: mechanism ?? .plain, tls: tls)
    }

    private func exportTLS(_ keys: [String], in folder: String) -> ExportSource.TLS? {
        guard let section = section(keys) else { return nil }
        let certificate = section["certificate"]?.path(in: folder)
        let key = section["key"]?.path(in: folder)
        if section["certificate"] != nil, section["key"] == nil {
            section.absent("key").refuse(expected: "the file of the certificate's key")
        }
        if section["key"] != nil, section["certificate"] == nil {
            section.absent("certificate").refuse(expected: "the file of the key's certificate")
        }
        return .init(
            authorities: section["ca"]?.path(in: folder), certificate: certificate, key: key,
            serverName: section["name"]?.host())
    }

    /// Without user and password in it.
    private func url(_ schemes: [String]) -> String? {
        let expected = "an address that begins with " + schemes.map { "\($0)://" }.joined(separator: " or ")
        guard let text = text(expected) else { return nil }
        guard let scheme = schemes.first(where: { text.hasPrefix("\($0)://") }) else {
            refuse(expected: expected)
            return nil
        }
        let authority = text.dropFirst(scheme.count + 3).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !authority.contains("@") else {
            refuse(
                "an address with a user in it", expected: "one without",
                suggestion: "write username, and password as {env: NAME} or {file: PATH}")
            return nil
        }
        guard !authority.isEmpty, !text.contains(where: \.isWhitespace) else {
            refuse(expected: expected)
            return nil
        }
        return text
    }

    private func brokerName(_ expected: String) -> String? {
        guard let text = text(expected) else { return nil }
        guard !text.contains(where: \.isWhitespace) else {
            refuse(expected: "\(expected) without spaces")
            return nil
        }
        return text
    }
}

extension Section {
    fileprivate func credentials(in folder: String) -> (String?, SecretReference?) {
        let username = self["username"]?.text("a user name")
        let password = self["password"]?.secretReference(in: folder)
        if self["password"] != nil, self["username"] == nil {
            absent("username").refuse(expected: "a user name, for there is a password")
        }
        return (username, password)
    }
}

extension ExportSource.Listen {
    fileprivate var isLoopback: Bool { host == "::1" || host.hasPrefix("127.") }
}
