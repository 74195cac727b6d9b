// A cell that imports Notebook writes `Chart`, `Vector`, `RandomStream` and `Margin` as well.
@_exported public import Charts
@_exported public import Statistics
@_exported public import VectorMath
