"""Each front is one page at its own address; what follows the address is the front's own business."""

from django.urls import re_path

from newretail.fronts.pages import built_file, front_page, install_card, service_worker

_FRONT = "(?P<front>shop|floor|ride|hq)"

urlpatterns = [
    re_path(r"^fronts/.+$", built_file, name="built_file"),
    re_path(rf"^{_FRONT}/sw\.js$", service_worker, name="service_worker"),
    re_path(rf"^{_FRONT}/manifest\.webmanifest$", install_card, name="install_card"),
    re_path(rf"^{_FRONT}(?:/.*)?$", front_page, name="front"),
]
