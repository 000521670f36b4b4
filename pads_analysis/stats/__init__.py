"""Statistical methods on arrays, in the symbols of the papers; it knows no crime words.

One module per family of methods; import the module, not the name::

    from pads_analysis.stats import change, rates

Wrong input (missing, negative, empty, of unequal length) raises `ValueError` naming the argument.
"""
