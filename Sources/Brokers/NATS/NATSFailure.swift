import CNATS
import Collecting

/// The library's statuses in our words.
struct NATSFailure {
    let address: String
    let subject: String
    var stream: String?
    var consumer: String?

    func check(_ status: natsStatus, _ code: jsErrCode = jsErrCode(0)) throws(CollectorError) {
        guard status != NATS_OK else { return }
        throw error(status, code)
    }

    func error(_ status: natsStatus, _ code: jsErrCode = jsErrCode(0)) -> CollectorError {
        let stream = stream ?? ""
        switch code {
        case JSStreamNotFoundErr:
            return CollectorError(
                .protocolError, "the NATS server \(address) has no stream '\(stream)'",
                advice: "make it there, or correct 'stream'")
        case JSConsumerNotFoundErr:
            return CollectorError(
                .protocolError, "the stream '\(stream)' at \(address) has no consumer '\(consumer ?? "")' any more",
                advice: "it is made anew with the next attempt")
        case JSNotEnabledErr, JSNotEnabledForAccountErr:
            return withoutJetStream
        default: break
        }
        switch status {
        case NATS_NO_SERVER, NATS_TIMEOUT:
            return CollectorError(
                .timeout, "no NATS server answers at \(address)", advice: "check address and firewall, and that it runs"
            )
        case NATS_CONNECTION_AUTH_FAILED, NATS_NOT_PERMITTED:
            return CollectorError(
                .protocolError, "the NATS server \(address) refuses us: authorization violation",
                advice: "check user and password, and what that user may read")
        case NATS_SECURE_CONNECTION_REQUIRED:
            return CollectorError(.protocolError, "the NATS server \(address) wants TLS", advice: "give it 'tls'")
        case NATS_SECURE_CONNECTION_WANTED:
            return CollectorError(
                .protocolError, "the NATS server \(address) has no TLS", advice: "leave out 'tls', or turn it on there")
        case NATS_SSL_ERROR:
            return CollectorError(
                .protocolError, "TLS with the NATS server \(address) fails\(Self.libraryWords)",
                advice: "check the authorities, the certificate's name and its dates")
        case NATS_NO_RESPONDERS: return withoutJetStream
        case NATS_CONNECTION_CLOSED, NATS_CONNECTION_DISCONNECTED, NATS_STALE_CONNECTION, NATS_IO_ERROR:
            return CollectorError(
                .timeout, "the NATS server \(address) is gone",
                advice: "a new connection is made; check the server if that goes on")
        case NATS_INVALID_SUBJECT:
            return CollectorError(.protocolError, "'\(subject)' is no subject of NATS", advice: "correct 'subject'")
        case NATS_ADDRESS_MISSING, NATS_PROTOCOL_ERROR:
            return CollectorError(
                .protocolError, "\(address) is no NATS server's", advice: "write nats://HOST:PORT or tls://HOST:PORT")
        default:
            return CollectorError(
                .protocolError,
                "the NATS server \(address): \(String(cString: natsStatus_GetText(status)).lowercased())"
                    + Self.libraryWords)
        }
    }

    private var withoutJetStream: CollectorError {
        CollectorError(
            .protocolError, "the NATS server \(address) has no JetStream",
            advice: "start it with JetStream, or leave out 'stream'")
    }

    /// What the library said last on this thread, printable: ": …".
    private static var libraryWords: String {
        guard let text = nats_GetLastError(nil) else { return "" }
        let words = String(String.UnicodeScalarView(String(cString: text).unicodeScalars.filter { $0.value >= 32 }))
        return words.isEmpty ? "" : ": \(words.prefix(200))"
    }
}
