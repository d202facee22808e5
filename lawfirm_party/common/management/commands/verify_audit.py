"""`manage.py verify_audit`: whether the audit trail is as it was written."""

from django.core.management.base import BaseCommand, CommandError

from lawfirm_party.common import clock
from lawfirm_party.common.audit import check_trail
from lawfirm_party.common.models import AuditHead

SHOWN = 50


class Command(BaseCommand):
    help = "核对审计记录有没有被改动、删除、插入或换序。发现问题时退出码为 1。"

    def handle(self, *args, **options):
        found = check_trail(now=clock.now())
        for finding in found[:SHOWN]:
            where = f"第 {finding.number} 条" if finding.number else "末尾"
            self.stdout.write(f"{where}：{finding.sentence}")
        if len(found) > SHOWN:
            self.stdout.write(f"……另有 {len(found) - SHOWN} 处")
        if found:
            raise CommandError(f"审计记录有 {len(found)} 处对不上。")
        head = AuditHead.objects.filter(pk=1).first() or AuditHead()
        self.stdout.write(f"审计记录完整，共 {head.entries} 条。末条校验码 {head.digest or '无'}")
