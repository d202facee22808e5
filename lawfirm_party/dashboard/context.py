"""What every page shows around its content: navigation by role, bell, banners."""


def page(request):
    return {"nav": [], "phone_nav": [], "branch_name": "", "unread": 0, "banners": []}
