import Foundation
import Glibc

/// The processes below this one.
enum ProcessTree {
  /// The processes started by a process and by those below it, nearest first.
  ///
  /// - Parameter ancestor: A process id.
  /// - Returns: The ids.
  static func descendants(of ancestor: pid_t) -> [pid_t] {
    var children: [pid_t: [pid_t]] = [:]
    for id in entries(of: "/proc").compactMap({ pid_t($0) }) {
      guard let process = statistics("/proc/\(id)/stat"), process.state != "Z" else { continue }
      children[process.parent, default: []].append(id)
    }
    var found: [pid_t] = []
    var queue = [ancestor]
    while let next = queue.popLast() {
      let below = children[next] ?? []
      found += below
      queue += below
    }
    return found
  }

  /// Ends every process below this one, those that appear meanwhile included, and waits for them.
  static func killDescendants() {
    let own = getpid()
    while true {
      let living = descendants(of: own)
      for id in living { Glibc.kill(id, SIGKILL) }
      var reaped = 0
      while waitpid(-1, nil, WNOHANG) > 0 { reaped += 1 }
      if living.isEmpty { return }
      if reaped == 0 { usleep(500) }
    }
  }

  /// Ends the processes below this one that have a text in the environment they started with.
  ///
  /// - Parameter text: The text.
  static func killDescendants(withEnvironment text: String) {
    while true {
      let living = descendants(of: getpid()).filter {
        FileManager.default.contents(atPath: "/proc/\($0)/environ")?.range(of: Data(text.utf8))
          != nil
      }
      if living.isEmpty { return }
      for id in living {
        Glibc.kill(id, SIGKILL)
        waitpid(id, nil, WNOHANG)
      }
      usleep(500)
    }
  }

  /// Ends the processes of a group.
  ///
  /// - Parameter group: The group's id.
  static func kill(group: pid_t) {
    Glibc.kill(-group, SIGKILL)
  }

  /// The program a process runs.
  ///
  /// - Parameter id: A process id.
  /// - Returns: The name the kernel has, at most 15 bytes long.
  static func name(of id: pid_t) -> String? {
    statistics("/proc/\(id)/stat")?.name
  }

  /// The threads of this process, besides the calling one, that stay at work or sleep until a time:
  /// those that wait for an event do not count, nor those about to.
  static var busyThreadCount: Int {
    // A thread of the pool is still on its way to sleep when the awaited task is done.
    for _ in 0..<50 {
      if busyThreadsNow.isEmpty { return 0 }
      usleep(2000)
    }
    return busyThreadsNow.count
  }

  private static var busyThreadsNow: [String] {
    let own = "\(getpid())"
    return entries(of: "/proc/self/task").filter { thread in
      guard thread != own, let state = statistics("/proc/self/task/\(thread)/stat")?.state
      else { return false }
      if state == "R" { return true }
      guard let call = contents("/proc/self/task/\(thread)/syscall")?.split(separator: " ").first
      else { return false }
      return sleepingCalls.contains(String(call))
    }
  }

  /// The threads of this process.
  static var threadCount: Int { entries(of: "/proc/self/task").count }

  /// The system calls of a thread that sleeps until a time: `clock_nanosleep` and `nanosleep`.
  private static let sleepingCalls: Set<String> = {
    #if arch(x86_64)
    ["230", "35"]
    #else
    ["115", "101"]
    #endif
  }()

  private static func statistics(_ path: String) -> (name: String, state: String, parent: pid_t)? {
    // The name stands in parentheses and may hold anything, parentheses included.
    guard let text = contents(path), let open = text.firstIndex(of: "("),
      let close = text.lastIndex(of: ")")
    else { return nil }
    let fields = text[text.index(after: close)...].split(separator: " ")
    guard fields.count > 1, let parent = pid_t(fields[1]) else { return nil }
    return (String(text[text.index(after: open)..<close]), String(fields[0]), parent)
  }

  private static func contents(_ path: String) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: 1024)
    let count = read(file, &buffer, buffer.count)
    return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
  }

  private static func entries(of directory: String) -> [String] {
    guard let stream = opendir(directory) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names
  }
}
