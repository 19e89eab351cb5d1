import Foundation
import Metro
import NIOSSL

@testable import HTTPExports

/// An authority, a server certificate for 127.0.0.1, a client certificate and another authority, made by OpenSSL's
/// command for one test.
struct Certificates {
    let folder: URL

    /// `nil` where there is no openssl.
    init?() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "haomiao-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let script = """
            set -e; cd '\(folder.path)'
            key='-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2'
            for ca in ca other; do openssl req -x509 $key -keyout $ca.key -out $ca.pem -subj /CN=$ca; done
            issue() {
              openssl req $key -keyout $1.key -out $1.csr -subj /CN=$1
              printf "$2" > $1.ext
              openssl x509 -req -in $1.csr -CA ca.pem -CAkey ca.key -days 2 -out $1.pem -extfile $1.ext
            }
            issue server 'subjectAltName=IP:127.0.0.1'
            issue named 'subjectAltName=DNS:exporter.example'
            issue client 'extendedKeyUsage=clientAuth'
            """
        guard run(script) == 0 else { return nil }
    }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    func context(authority: String, certificate: String? = nil) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .file(path(authority))
        if let certificate {
            configuration.certificateChain = try NIOSSLCertificate.fromPEMFile(path(certificate + ".pem"))
                .map { .certificate($0) }
            configuration.privateKey = .privateKey(try NIOSSLPrivateKey(file: path(certificate + ".key"), format: .pem))
        }
        return try NIOSSLContext(configuration: configuration)
    }

    func server(_ name: String) throws -> NIOSSLContext {
        try ExportSource.TLS(certificate: path(name + ".pem"), key: path(name + ".key")).serverContext()
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    /// `system` waits for its own child alone.
    private func run(_ script: String) -> Int32 { system("sh -c \"$(cat <<'END'\n\(script)\nEND\n)\" >/dev/null 2>&1") }
}
