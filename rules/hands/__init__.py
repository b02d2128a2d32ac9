"""Is this report a person? Every report of a light or a switch gets its class, and what follows.

Nothing is taken in here: the house itself keeps clues and tolerances, so whoever wants a part of
this names its file.
"""
