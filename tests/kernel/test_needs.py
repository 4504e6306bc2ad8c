"""What a route needs from the port is said on the route and known before Django sees the request."""

from django.conf import settings

import newretail.urls  # noqa: F401  the routes
from newretail.kernel.http.needs import NOTHING, body_limit, needs_of


def test_a_route_that_waits_for_a_network_says_so():
    for path in (
        "/api/v1/orders/0193a1b2-7c00-7000-8000-00000000c0de/payments",
        "/api/v1/stores/xuhui/payments/0193a1b2/inquiries",
        "/api/v1/webhooks/7/test",
    ):
        assert needs_of("POST", path).waits, path
    assert needs_of("POST", "/api/v1/photos").draws


def test_another_method_or_a_longer_path_is_another_route():
    for method, path in (
        ("GET", "/api/v1/photos"),
        ("POST", "/api/v1/photos/more"),
        ("POST", "/api/v1/orders/a/b/payments"),
        ("POST", "/elsewhere/api/v1/photos"),
        ("BREW", "/api/v1/photos"),
    ):
        assert needs_of(method, path) == NOTHING, path


def test_only_what_says_so_may_be_sent_more():
    own = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert body_limit(needs_of("POST", "/api/v1/orders")) == own
    assert body_limit(needs_of("POST", "/api/v1/photos")) > 6 * own
    assert body_limit(needs_of("POST", "/api/v1/catalog/imports")) == 64_000_000
    assert body_limit(needs_of("POST", "/admin/catalog/product/import/")) == 64_000_000
