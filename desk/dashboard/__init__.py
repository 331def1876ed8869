"""The front page of the newsroom: what waits for the person who looks at it, and how the portal is doing.

Every floor adds lists of its own to :mod:`desk.dashboard.panes`.
"""
