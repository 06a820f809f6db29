"""`{% load holder %}`: the Ticketholder's texts in the language of the page.

{% t "home.title" %} {% t "standing.between" through=day %}
"""

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from portal.web.holder.texts import say

register = template.Library()


@register.simple_tag
def t(key: str, **values: object) -> SafeString | str:
    """A text by its key; what is filled in is escaped with it."""
    return conditional_escape(say(key, **values))
