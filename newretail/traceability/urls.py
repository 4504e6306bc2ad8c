"""The addresses of our own words in EPCIS events."""

from django.urls import path

from newretail.traceability.pages import terms_page

urlpatterns = [
    path("terms/epcis/", terms_page, name="epcis_terms"),
    path("terms/epcis/<slug:term>", terms_page, name="epcis_term"),
]
