"""Writes about polls, cut along their life: prepared and opened, voted in, counted and destroyed."""

from .casting import cast
from .counting import record_paper_poll, recount, shred, sweep, tally, void_poll
from .opening import make_key, open_poll, prepare_poll

__all__ = [
    "cast",
    "make_key",
    "open_poll",
    "prepare_poll",
    "record_paper_poll",
    "recount",
    "shred",
    "sweep",
    "tally",
    "void_poll",
]
