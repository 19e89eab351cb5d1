import Foundation
import Glibc

/// The bytes of a file of the configuration.
enum FileContent {
    /// Reads at most `SourceText.byteLimit` bytes of a regular file; `nil` where the report says why not.
    static func read(_ path: String, report: Report) -> [UInt8]? {
        func refuse(_ found: String, _ expected: String, _ suggestion: String? = nil) -> [UInt8]? {
            report.add(line: 1, key: "(file)", found: found, expected: expected, suggestion: suggestion)
            return nil
        }
        guard !path.isEmpty, !path.contains("\0") else { return refuse("no name of a file", "a file") }
        // Non-blocking, for opening a named pipe would wait for its writer.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            let problem = problem(errno)
            return refuse(problem.found, "a file that can be read", problem.suggestion)
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            return refuse(problem(errno).found, "a file that can be read")
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: return refuse("a directory", "a file", "name the file in it, for example metro.yaml")
        default: return refuse("something that is no regular file", "a file")
        }
        do {
            // One byte more than is allowed shows that there are too many.
            let data = try handle.read(upToCount: SourceText.byteLimit + 1) ?? Data()
            return [UInt8](data)
        } catch {
            return refuse("a file that breaks off while it is read", "a file that can be read")
        }
    }

    /// An `errno` of `open` in words.
    static func problem(_ code: Int32) -> (found: String, suggestion: String?) {
        switch code {
        case ENOENT, ENOTDIR: ("no such file", nil)
        case EACCES, EPERM: ("a file without permission to read", "check its owner and mode")
        default: ("the error \"\(String(cString: strerror(code)))\"", nil)
        }
    }
}
