// Every signature here speaks of `Vector` and `RandomStream`: who imports this module gets them too.
@_exported public import VectorMath
