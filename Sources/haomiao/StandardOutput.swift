import ArgumentParser
import Foundation

/// Standard output, at once, for commands whose output is followed or kept.
enum StandardOutput {
    /// Ends the program with status 1 and says why where not everything was taken, as on a full disk.
    static func write(_ text: String) throws { try write(Array(text.utf8)) }

    static func write(_ bytes: [UInt8]) throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(bytes))
        } catch {
            StandardError.print("haomiao: standard output does not take what is written: \(reason(error))")
            throw ExitCode(1)
        }
    }

    static func print(_ line: String) throws { try write(line + "\n") }

    /// The system's words for it, where Foundation wraps them.
    private static func reason(_ error: any Error) -> String {
        let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError ?? error as NSError
        return cause.domain == NSPOSIXErrorDomain ? String(cString: strerror(Int32(cause.code))) : "\(error)"
    }
}

enum StandardError {
    static func print(_ line: String) {
        // Where even this is not taken there is nobody to tell.
        try? FileHandle.standardError.write(contentsOf: Data((line + "\n").utf8))
    }
}
