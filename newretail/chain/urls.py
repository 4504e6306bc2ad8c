from django.urls import path

from newretail.chain.pages import icon_of, map_beneath, mark

urlpatterns = [
    path("chain/mark.svg", mark, name="chain_mark"),
    path(
        "favicon.ico", mark
    ),  # browsers ask for it beside documents that name no icon, as JSON and the API's own page
    path("chain/icon.png", icon_of, name="chain_icon"),
    path("chain/map.json", map_beneath, name="chain_map"),
]
