from django.contrib.admin.apps import AdminConfig


class StaffSiteConfig(AdminConfig):
    """Django's admin with our own door and our own groups of pages."""

    default_site = "lawfirm_party.common.admin_site.StaffSite"
