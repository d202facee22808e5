"""manage.py demo: the demo firm, relative to today."""

import os
from datetime import date

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from lawfirm_party.common import clock
from lawfirm_party.common.dates import at
from lawfirm_party.common.demo import note_demo
from lawfirm_party.common.refusal import Refusal
from lawfirm_party.demo import firm
from lawfirm_party.demo.commands import load_demo
from lawfirm_party.demo.people import LOGINS
from lawfirm_party.launcher import keys

ONLY_TRIAL = "HTTPS=1 是正式运行，不能装演示数据。"
NO_DATE = "--today 要写成 2026-11-22 这样的日期。"
OUT_OF_RANGE = "演示日期要在 {first} 到 {last} 之间。"
THERE_ALREADY = "演示数据已经装好，无需再装。"
BAD_PASSWORD = "DEMO_PASSWORD 不能用：{reason}"
PASSWORD_LENGTH = 12
# The history reaches two years back, and everybody in it must have joined the firm by then.
FIRST, LAST = date(2026, 1, 1), date(2100, 12, 31)


class Command(BaseCommand):
    help = "装入演示律师事务所（两年组织生活），数据库须为空；再次运行不做任何事。"

    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true", help="数据库已有资料时什么也不做，也不报错")
        parser.add_argument("--today", default="", help="把这一天当作今天，例如 2026-11-22")

    def handle(self, *args, **options):
        if settings.HTTPS:
            raise CommandError(ONLY_TRIAL)
        note_demo(firm.is_there())
        if options["if_empty"] and not firm.is_empty():
            return
        if firm.is_there():
            self.stdout.write(THERE_ALREADY)
            return
        password = chosen_password()
        self.stdout.write("正在装入演示数据（约半分钟）……")
        try:
            count = load_demo(now=moment(options["today"]), password=password)
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        note_demo(firm.is_there())
        self.stdout.write(f"演示数据已装好：{count} 次会议。登录名：{'、'.join(LOGINS)}。")


def chosen_password():
    """DEMO_PASSWORD, as good as any other password, else one made once and kept."""
    given = os.environ.get("DEMO_PASSWORD")
    if not given:
        return keys.read_or_make(settings.KEYS_DIR / "demo_password", PASSWORD_LENGTH)
    try:
        validate_password(given)
    except ValidationError as error:
        raise CommandError(BAD_PASSWORD.format(reason="".join(error.messages))) from error
    return given


def moment(today):
    """Now, or ten o'clock of the day that is given."""
    if not today:
        return clock.now()
    try:
        day = date.fromisoformat(today)
    except ValueError as error:
        raise CommandError(NO_DATE) from error
    if not FIRST <= day <= LAST:
        raise CommandError(OUT_OF_RANGE.format(first=FIRST, last=LAST))
    return at(day, 10)
