from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = _("News")

    def ready(self) -> None:
        from news import chain, statements
        from publishing.pages import add_to_pages

        add_to_pages(chain.EVENTS, statements.both_sides)
        add_to_pages((*chain.EVENTS, "opportunity"), chain.chained)
