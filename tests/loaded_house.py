"""Imported once by the process from which `tests.apart` forks: the house with all its rooms."""

import django

django.setup()

import newretail.urls  # noqa: E402, F401
import tests.alipay_world  # noqa: E402, F401
