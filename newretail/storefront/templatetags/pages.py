"""Template tags of the pages."""

from django import template

from newretail.storefront.words import say

register = template.Library()


@register.simple_tag
def word(key: str, **values: object) -> str:
    """`{% word "eat_by" day=facts.day %}`: our words, in the reader's language; escaped like any text."""
    return say(key, **values)
