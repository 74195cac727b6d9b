import Glibc

/// The names behind the linker's symbols.
enum Demangler {
  /// Reads a symbol with the runtime's own function.
  ///
  /// - Parameter symbol: A mangled name.
  /// - Returns: The name in Swift, or the symbol itself.
  static func name(_ symbol: String) -> String {
    typealias Function = @convention(c) (
      UnsafePointer<CChar>?, Int, UnsafeMutablePointer<CChar>?, UnsafeMutablePointer<Int>?, UInt32
    ) -> UnsafeMutablePointer<CChar>?
    guard let address = dlsym(nil, "swift_demangle") else { return symbol }
    let function = unsafeBitCast(address, to: Function.self)
    guard let result = function(symbol, symbol.utf8.count, nil, nil, 0) else { return symbol }
    defer { free(result) }
    return String(cString: result)
  }
}
