"""What an exported file says of itself: whose data, of which time, made by whom and when, and a code that the audit trail holds too."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from ..dates import local

CODE_LENGTH = 12


@dataclass(frozen=True)
class Proof:
    """The footer of an exported file. `at` is aware; `period` may be "" where the file is about no time."""

    scope: str
    period: str
    by: str
    at: datetime
    count: int
    code: str

    @property
    def text(self):
        """明信所党支部　2026年第三季度　高书明导出于2026年11月18日 10:00　共36条　校验码 3f2a…"""
        at = local(self.at)
        made = f"{self.by}导出于{at.year}年{at.month}月{at.day}日 {at:%H:%M}"
        parts = [self.scope, self.period, made, f"共{self.count}条", f"校验码 {self.code}"]
        return "　".join(part for part in parts if part)


def code_of(rows):
    """The short code of the exported rows (lists of plain values): the first 12 hex digits of their SHA-256."""
    written = json.dumps([[str(cell) for cell in row] for row in rows], ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()[:CODE_LENGTH]
