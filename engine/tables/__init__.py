"""Tables of localities: read from what planners have, written as what they can read.

The only place that knows of table formats and of the libraries that read and write them.
"""
