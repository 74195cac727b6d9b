/// Where a mark stands along an axis: plain numbers, so that marks cost no memory management.
enum Coordinate: Hashable {
  /// A place on a continuous axis.
  case number(Double)
  /// One of the names in the list that the mark is in, by its number there.
  case category(Int)
}
