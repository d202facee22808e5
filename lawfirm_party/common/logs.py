"""What a line of the log may not hold."""

import logging
import re

TOKEN = re.compile(r"(/(?:accounts/password|cal|r|f)/)[^\s/?'\"]+")


class Tokenless(logging.Formatter):
    """Lines without the tokens of addresses: whoever reads one could answer, read a calendar or set a password in somebody's name."""

    def format(self, record):
        return TOKEN.sub(r"\1…", super().format(record))
