"""Pictures of one answer: what a score is made of, how far a rank stands, what comes when.

Each is a function from an answer to a :class:`~api.plots.plot.Plot`: an SVG with the table that
says the same. They take the colour of the text around them, so that they read on paper and in the
dark; what a colour says, a place or a sign says too.
"""
