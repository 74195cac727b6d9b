// A cell that imports Notebook writes `Vector`, `RandomStream`, `Margin` and `Verdict` as well.
@_exported public import Statistics
@_exported public import VectorMath
