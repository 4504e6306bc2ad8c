"""The addresses of the streams, for whoever asks them for something else than events: by GET they are answered before they come here."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from newretail.kernel.http.needs import API


@csrf_exempt
def refuse_other_methods(request: HttpRequest, about: str) -> HttpResponse:
    return HttpResponseNotAllowed(["GET"])


urlpatterns = [
    path(f"{API.strip('/')}/live/{kind}/<str:about>", refuse_other_methods)
    for kind in ("orders", "stores", "trips")
]
