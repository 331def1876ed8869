"""On paper, an opportunity is a sheet of one page."""

import re
from datetime import date

import pytest

from opportunities.models import Clarification, Criterion, Opportunity
from tests.factories import released

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "ko", "zh-hans"])
def test_an_opportunity_prints_on_one_page(language, page, live_server):
    opportunity = released(Opportunity, title="Partner for a demonstration in a port")
    for text in opportunity.texts.all():
        text.body = "<p>The site lies beside the container yard and has water and power.</p>" * 4
        text.extra = dict.fromkeys(
            ("advantages", "expertise", "evaluation"), "One sentence of about a line. " * 4
        )
        text.save()
    for number in range(4):
        Criterion.objects.create(
            opportunity=opportunity, question_en=f"Can you do the {number} things we need?"
        )
    Clarification.objects.create(
        opportunity=opportunity,
        question_en="Who applies?",
        answer_en="The terminal.",
        answered_on=date(2026, 6, 1),
    )

    page.goto(f"{live_server.url}{opportunity.path(language)}")
    sheet = page.pdf(prefer_css_page_size=True)

    assert len(re.findall(rb"/Type\s*/Page[^s]", sheet)) == 1
