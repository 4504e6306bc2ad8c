"""The pages of the shop and the addresses in our codes. They stand at the root: a code is short and can never move."""

from django.urls import path, re_path

from newretail.storefront import resolver
from newretail.storefront.pages.landing import landing
from newretail.storefront.pages.own_product import own_product
from newretail.storefront.pages.store import store_page

urlpatterns = [
    path("", landing, name="landing"),
    path("stores/<str:store_id>", store_page, name="store"),
    path("products/<str:sku_id>", own_product, name="product"),
    re_path(r"^(?P<key>01|[Gg][Tt][Ii][Nn])/(?P<number>[^/]+)/?$", resolver.resolve, name="code"),
    re_path(
        r"^(?P<key>01|[Gg][Tt][Ii][Nn])/(?P<number>[^/]+)/(?P<rest>.+)$", resolver.resolve, name="code_within"
    ),
    re_path(r"^414/(?P<gln>[^/]+)/254/(?P<shelf>.+?)/?$", resolver.resolve_shelf, name="shelf"),
    re_path(r"^(?:01|[Gg][Tt][Ii][Nn]|414)(?:/.*)?$", resolver.cut_short, name="cut_short"),
    path(".well-known/gs1resolver", resolver.describe_resolver, name="resolver"),
]
