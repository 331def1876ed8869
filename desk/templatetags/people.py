"""Names of the staff in templates."""

from django import template

from desk.people import name_of

register = template.Library()
register.filter("name_of", name_of)
