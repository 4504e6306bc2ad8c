"""The look of the back office: the chain's name, its colours, and its rooms in the order of the house."""

from typing import Any

from django.http import HttpRequest
from django.utils import translation

__all__ = ["IMPORT_EXPORT_USE_TRANSACTIONS", "UNFOLD"]

# A name that begins with "=" must not become a formula in somebody's spreadsheet.
IMPORT_EXPORT_USE_TRANSACTIONS = True

_LEAF = {
    "50": "#f0f9f3",
    "100": "#dcefe3",
    "200": "#bbe0ca",
    "300": "#8ecbaa",
    "400": "#5cc492",
    "500": "#2c9767",
    "600": "#14734a",
    "700": "#115f3e",
    "800": "#104c33",
    "900": "#0e3f2b",
    "950": "#06281a",
}
_GROUND = {
    "50": "#faf7f1",
    "100": "#f1ece2",
    "200": "#e6dfd2",
    "300": "#d3cab9",
    "400": "#b9b2a2",
    "500": "#8f8878",
    "600": "#5d584d",
    "700": "#474338",
    "800": "#26231c",
    "900": "#1d1b16",
    "950": "#14130f",
}


def chain_name(request: HttpRequest) -> str:
    """In the language of the desks."""
    from newretail.chain.api import chain

    return chain().names.say(translation.get_language())


UNFOLD: dict[str, Any] = {
    "SITE_TITLE": chain_name,
    "SITE_HEADER": chain_name,
    "SITE_SUBHEADER": "newretail",
    "SITE_SYMBOL": "storefront",
    "SITE_URL": "/",
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_LANGUAGES": True,
    "BORDER_RADIUS": "12px",
    "COLORS": {
        "base": _GROUND,
        "primary": _LEAF,
        "font": {
            "subtle-light": "#8f8878",
            "subtle-dark": "#857e6f",
            "default-light": "#5d584d",
            "default-dark": "#b9b2a2",
            "important-light": "#1d1b16",
            "important-dark": "#f5f1e8",
        },
    },
    "DASHBOARD_CALLBACK": "newretail.insight.first_page.first_page",
    "COMMAND": {"search_models": False, "show_history": True},
    "SIDEBAR": {
        "show_search": True,
        "show_all_applications": False,
        "navigation": "newretail.stores.back_office.navigation",
    },
}

_ICONS = {
    "chain": "flag",
    "catalog": "inventory_2",
    "pricing": "sell",
    "stores": "storefront",
    "members": "group",
    "inventory": "warehouse",
    "payments": "payments",
    "fulfilment": "package_2",
    "ordering": "receipt_long",
    "webhooks": "webhook",
    "kernel": "settings",
}


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The sidebar: one group a room, the tables that this person may see in each."""
    from django.contrib import admin

    rooms = {app["app_label"]: app for app in admin.site.get_app_list(request)}
    known = [rooms[label] for label in _ICONS if label in rooms]
    other = [app for label, app in rooms.items() if label not in _ICONS]
    return [
        {
            "title": app["name"],
            "separator": True,
            "collapsible": True,
            "items": [
                {
                    "title": model["name"],
                    "icon": _ICONS.get(app["app_label"], "table"),
                    "link": model["admin_url"],
                }
                for model in app["models"]
                if model.get("admin_url")
            ],
        }
        for app in known + other
    ]
