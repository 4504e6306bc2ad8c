from django.urls import path

from newretail.chain.pages import icon_of, map_beneath, mark

urlpatterns = [
    path("chain/mark.svg", mark, name="chain_mark"),
    path("chain/icon.png", icon_of, name="chain_icon"),
    path("chain/map.json", map_beneath, name="chain_map"),
]
