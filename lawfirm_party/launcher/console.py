"""What the launcher says to the person who started it."""

import sys
import threading

_lock = threading.Lock()


class Refusal(Exception):
    """The start cannot go on; the text is a sentence for the person."""


def say(text: str, who: str = "启动") -> None:
    """Print one line with the name of who speaks; a closed terminal stops nothing."""
    with _lock:
        try:
            print(f"{who:<6} | {text}", flush=True)
        except (OSError, ValueError):
            # The terminal is gone: stop trying, the processes go on.
            sys.stdout = None
