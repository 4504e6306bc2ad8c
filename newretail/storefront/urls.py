"""The pages of the shop and the addresses in our codes. They stand at the root: a code is short and can never move."""

from django.urls import path, re_path

from newretail.storefront import code_pages, crawlers, resolver
from newretail.storefront.link_set import DATA, PAGE
from newretail.storefront.pages.landing import landing
from newretail.storefront.pages.own_product import own_product
from newretail.storefront.pages.store import store_page

_KEYS = "01|[Gg][Tt][Ii][Nn]|00|253|255|40[12]|41[0-7]|800[346]|801[0378]"
"""With which the path of a Digital Link begins; what is no product and no place of ours is told by its name."""
_LINK = rf"(?P<path>(?:{_KEYS})(?:/.*)?)"
_PACKED = r"(?P<path>[A-Za-z0-9_-]{10,400})/?"
"""A compressed link stands at the root like any other one-word address, and is looked for after all of those."""

urlpatterns = [
    path("", landing, name="landing"),
    path("stores/<str:store_id>", store_page, name="store"),
    path("products/<str:sku_id>", own_product, name="product"),
    path("robots.txt", crawlers.robots, name="robots"),
    path(".well-known/security.txt", crawlers.security, name="security_contact"),
    path("sitemap.xml", crawlers.site_map, name="site_map"),
    path("sitemap-places.xml", crawlers.map_of_places, name="map_of_places"),
    path("sitemap-products.xml", crawlers.map_of_products, name="map_of_products"),
    path(".well-known/gs1resolver", resolver.describe_resolver, name="resolver"),
    re_path(rf"^{_LINK}$", resolver.resolve, name="code"),
    re_path(rf"^{PAGE}/{_LINK}$", code_pages.code_page, name="code_page"),
    re_path(rf"^{DATA}/{_LINK}$", code_pages.code_data, name="code_data"),
    re_path(rf"^{_PACKED}$", resolver.resolve, name="packed_code"),
]
