from django.urls import path

from newretail.kernel import pages

urlpatterns = [
    path("livez", pages.livez, name="livez"),
    path("ready", pages.ready, name="ready"),
    path("metrics", pages.figures, name="metrics"),
]
