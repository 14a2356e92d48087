"""Controls: what is asked beside the product, to say what its scores are worth.

`i_dont_know` answers nothing, `lexical_only` and `dense_only` quote what one ranking finds,
`second_path` gives what another path than the product's has computed. A suite in which one of them
scores higher than the product says so in its first line.
"""
