enum VectorMathPlaceholder {}
