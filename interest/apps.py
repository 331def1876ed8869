from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InterestConfig(AppConfig):
    name = "interest"
    verbose_name = _("Expressions of interest")

    def ready(self) -> None:
        from interest import (  # noqa: F401 - what they register is asked for by the floors below
            dashboard,
            inbox,
            mails,
            reminders,
        )
        from interest.answering import how_to_answer
        from publishing.pages import add_to_pages

        add_to_pages(("opportunity",), how_to_answer)
