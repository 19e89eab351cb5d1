import Dispatch
import Foundation

/// SIGINT and SIGTERM as the end of a stream, and a tick in between, for commands without a screen.
enum ProcessSignals {
    enum Event { case tick, end }

    static func events(reportSeconds: Int) -> AsyncStream<Event> {
        AsyncStream { continuation in
            let timer = DispatchSource.makeTimerSource()
            timer.schedule(deadline: .now() + .seconds(reportSeconds), repeating: .seconds(reportSeconds))
            timer.setEventHandler { continuation.yield(.tick) }
            let signals = [SIGINT, SIGTERM].map { number in
                // The source sees the signal only where its default action is off.
                signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number)
                source.setEventHandler { continuation.yield(.end) }
                source.resume()
                return source
            }
            timer.resume()
            continuation.onTermination = { _ in
                timer.cancel()
                for source in signals { source.cancel() }
            }
        }
    }
}
