"""`manage.py reseal`: after a new key came into the ring, seal everything with it that older keys sealed."""

from django.core.management.base import BaseCommand, CommandError

from lawfirm_party.common.sealed import reseal_all


class Command(BaseCommand):
    help = "更换密钥以后，把已加密的资料改用新密钥加密。可以重复运行。"

    def handle(self, *args, **options):
        done, unreadable = reseal_all()
        for name in unreadable:
            self.stdout.write(f"读不出来：{name}")
        self.stdout.write(f"已改用新密钥 {done} 项。")
        if unreadable:
            raise CommandError(f"有 {len(unreadable)} 项读不出来，旧密钥还不能删。")
