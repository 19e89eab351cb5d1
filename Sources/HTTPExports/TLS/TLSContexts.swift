import Collecting
import Foundation
import Metro
import NIOSSL

extension ExportSource.TLS {
    /// For a listener: its certificate chain and key; senders need a certificate where authorities are named.
    func serverContext() throws(CollectorError) -> NIOSSLContext {
        guard let certificate, let key else {
            throw CollectorError(
                .system, "TLS of a listener has no certificate or no key", advice: "name both files, PEM")
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try Self.chain(certificate), privateKey: try Self.privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        if let authorities {
            configuration.trustRoots = .certificates(try Self.certificates(authorities))
            configuration.certificateVerification = .noHostnameVerification
        }
        return try Self.context(configuration)
    }

    /// For a scrape: whom to trust, and what to show where the server asks for it.
    func clientContext() throws(CollectorError) -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        if let authorities { configuration.trustRoots = .certificates(try Self.certificates(authorities)) }
        if let certificate, let key {
            configuration.certificateChain = try Self.chain(certificate)
            configuration.privateKey = try Self.privateKey(key)
        }
        return try Self.context(configuration)
    }

    private static func certificates(_ path: String) throws(CollectorError) -> [NIOSSLCertificate] {
        try loading(path, "certificate") { try NIOSSLCertificate.fromPEMFile($0) }
    }

    private static func chain(_ path: String) throws(CollectorError) -> [NIOSSLCertificateSource] {
        try certificates(path).map { .certificate($0) }
    }

    private static func privateKey(_ path: String) throws(CollectorError) -> NIOSSLPrivateKeySource {
        .privateKey(try loading(path, "key") { try NIOSSLPrivateKey(file: $0, format: .pem) })
    }

    private static func loading<Loaded>(
        _ path: String, _ what: String, _ load: (String) throws -> Loaded
    ) throws(CollectorError) -> Loaded {
        guard FileManager.default.isReadableFile(atPath: path) else {
            throw CollectorError(
                .system, "the \(what) file \(path) cannot be read", advice: "check that it is there, and its mode")
        }
        do {
            return try load(path)
        } catch {
            throw CollectorError(.system, "\(path) holds no \(what) in PEM", advice: "name a PEM file")
        }
    }

    private static func context(_ configuration: TLSConfiguration) throws(CollectorError) -> NIOSSLContext {
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw CollectorError(
                .system, "TLS cannot be set up: certificate and key do not fit each other",
                advice: "check that the key belongs to the first certificate of the file")
        }
    }
}
