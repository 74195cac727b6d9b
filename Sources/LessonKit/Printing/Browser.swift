import Foundation
import Glibc

/// A headless Chromium, told what to do over two pipes in the DevTools protocol
/// (https://chromedevtools.github.io/devtools-protocol).
///
/// It reaches no network, keeps nothing, and ends when the pipes close, however this process ends.
final class Browser {
  /// What an answer or an event holds.
  typealias Fields = [String: Any]

  /// Something that happened on a page.
  struct Event {
    /// What: `Page.loadEventFired`.
    var method: String
    /// What it holds.
    var fields: Fields
  }

  /// The names browsers have on a PATH.
  static let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]

  /// The events that came since they were last taken.
  private(set) var events: [Event] = []
  private let executable: String
  private let id: pid_t
  private let commands: Int32
  private let answers: Int32
  private let folder: String
  private let isInterrupted: () -> Bool
  private var received: [UInt8] = []
  private var nextNumber = 1
  private var hasQuit = false

  /// How long one command may take, in seconds.
  private static let timeLimit = 60.0

  /// The browser's program.
  ///
  /// - Parameter environment: The variables; `CHROME_PATH` goes before the PATH.
  /// - Returns: Its absolute path.
  /// - Throws: ``EnvironmentProblem/noBrowser(_:)``.
  static func find(environment: [String: String] = ProcessEnvironment.current) throws -> String {
    if let path = environment["CHROME_PATH"], !path.isEmpty {
      guard access(path, X_OK) == 0 else { throw EnvironmentProblem.noBrowser([path]) }
      return URL(fileURLWithPath: path).path
    }
    let folders = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
    for name in names {
      for folder in folders where access("\(folder)/\(name)", X_OK) == 0 {
        return "\(folder)/\(name)"
      }
    }
    throw EnvironmentProblem.noBrowser(names)
  }

  /// Starts a browser.
  ///
  /// - Parameters:
  ///   - executable: Its program.
  ///   - isInterrupted: Whether to give up.
  /// - Throws: ``EnvironmentProblem`` when it cannot be started.
  init(_ executable: String, isInterrupted: @escaping () -> Bool = { false }) throws {
    self.executable = executable
    self.isInterrupted = isInterrupted
    folder = try TemporaryFolder.make("lesson-browser", in: NSTemporaryDirectory())
    var toBrowser: [Int32] = [-1, -1]
    var fromBrowser: [Int32] = [-1, -1]
    // A socket, since writing to one whose other end is gone need not end this process.
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &toBrowser) == 0,
      pipe(&fromBrowser) == 0
    else { throw SystemError("pipe") }
    defer {
      close(toBrowser[0])
      close(fromBrowser[1])
    }
    commands = toBrowser[1]
    answers = fromBrowser[0]
    var environment = ProcessEnvironment.tool
    // All it keeps goes with its folder.
    for name in ["HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"] {
      environment[name] = folder
    }
    do {
      id = try spawnProcess(
        executable, [executable] + Self.arguments(folder), environment: environment,
        directory: folder, descriptors: [-1, -1, -1, toBrowser[0], fromBrowser[1]],
        diesWithParent: true)
    } catch {
      close(commands)
      close(answers)
      Self.remove(folder)
      throw EnvironmentProblem.browserFails(executable, "does not start: \(error)")
    }
  }

  deinit { quit() }

  private static func arguments(_ folder: String) -> [String] {
    // Chromium refuses to isolate its parts from each other when root runs it.
    (geteuid() == 0 ? ["--no-sandbox"] : []) + [
      "--headless", "--remote-debugging-pipe", "--user-data-dir=\(folder)", "--no-first-run",
      "--no-default-browser-check", "--disable-gpu", "--disable-dev-shm-usage",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
      "--disable-extensions", "--disable-default-apps", "--disable-breakpad", "--mute-audio",
      "--hide-scrollbars", "--font-render-hinting=none", "--force-color-profile=srgb",
      "--host-resolver-rules=MAP * ~NOTFOUND", "--lang=en-US", "about:blank",
    ]
  }

  private static func remove(_ folder: String) {
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// Ends the browser and all its processes.
  func quit() {
    guard !hasQuit else { return }
    hasQuit = true
    // Asked, it ends its helpers and takes its files along; a browser that does not is killed.
    try? post("Browser.close", [:], number: nextNumber, session: nil)
    let deadline = ContinuousClock.now + .seconds(2)
    var status: Int32 = 0
    while waitpid(id, &status, WNOHANG) == 0 {
      if isInterrupted() || ContinuousClock.now >= deadline { kill(-id, SIGKILL) }
      usleep(2000)
    }
    kill(-id, SIGKILL)
    close(commands)
    close(answers)
    Self.remove(folder)
  }

  // MARK: Commands

  /// Gives a command and waits for its answer.
  ///
  /// - Parameters:
  ///   - method: The command: `Page.navigate`.
  ///   - parameters: What it takes.
  ///   - session: The page it is for, or nil for the browser.
  /// - Returns: The answer.
  /// - Throws: ``EnvironmentProblem/browserFails(_:_:)`` or ``LessonRunner/Interruption``.
  @discardableResult
  func send(_ method: String, _ parameters: Fields = [:], session: String? = nil) throws -> Fields {
    let number = nextNumber
    nextNumber += 1
    try post(method, parameters, number: number, session: session)
    let deadline = ContinuousClock.now + .seconds(Self.timeLimit)
    while true {
      let answer = try receive(before: deadline)
      guard answer["id"] as? Int == number else {
        note(answer)
        continue
      }
      if let error = answer["error"] as? Fields {
        throw failure("refuses \(method): \(error["message"] ?? "")")
      }
      return answer["result"] as? Fields ?? [:]
    }
  }

  private func post(
    _ method: String, _ parameters: Fields, number: Int, session: String?
  ) throws {
    var message: Fields = ["id": number, "method": method, "params": parameters]
    message["sessionId"] = session
    var bytes = try Array(JSONSerialization.data(withJSONObject: message))[...] + [0]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes {
        Glibc.send(commands, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw failure("has gone away") }
      bytes = bytes.dropFirst(count)
    }
  }

  /// Waits for an event.
  ///
  /// - Parameter method: What shall happen.
  /// - Throws: ``EnvironmentProblem/browserFails(_:_:)`` or ``LessonRunner/Interruption``.
  func wait(for method: String) throws {
    let deadline = ContinuousClock.now + .seconds(Self.timeLimit)
    while !events.contains(where: { $0.method == method }) {
      note(try receive(before: deadline))
    }
  }

  /// Takes the events that came so far.
  func takeEvents() -> [Event] {
    defer { events = [] }
    return events
  }

  private func note(_ message: Fields) {
    guard let method = message["method"] as? String else { return }
    events.append(Event(method: method, fields: message["params"] as? Fields ?? [:]))
  }

  private func failure(_ reason: String) -> EnvironmentProblem {
    .browserFails(executable, reason)
  }

  /// The next message.
  private func receive(before deadline: ContinuousClock.Instant) throws -> Fields {
    while true {
      if let end = received.firstIndex(of: 0) {
        let message = Data(received[..<end])
        received.removeSubrange(...end)
        return try JSONSerialization.jsonObject(with: message) as? Fields ?? [:]
      }
      if isInterrupted() { throw LessonRunner.Interruption() }
      guard ContinuousClock.now < deadline else {
        throw failure("has not answered for \(Int(Self.timeLimit)) s")
      }
      var event = pollfd(fd: answers, events: Int16(POLLIN), revents: 0)
      guard poll(&event, 1, 50) > 0 else { continue }
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      let count = read(answers, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw failure("ends at once; try '\(executable) --headless'") }
      received += buffer[..<count]
    }
  }
}
