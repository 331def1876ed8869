"""Importing entries: every row's fate, all or nothing, and through the kernel's steps alone."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exchange.tables.catalog import TABLES
from exchange.tables.held import LIFETIME
from news.models import PressRelease
from opportunities.models import Opportunity
from organizations.models import Company, Organization, OrganizationName, Person
from publishing import clock
from publishing.enums import EntryState
from publishing.models import (
    AuditRecord,
    Correction,
    Entry,
    FormerAddress,
    Membership,
    Office,
    Revision,
    Sector,
)
from tests import factories
from tests.exchange.tabling import confirm, fates, kept, told, upload

pytestmark = pytest.mark.django_db

INSTITUTE = {
    "slug": "institute",
    "type": "institute",
    "country": "KR",
    "title_en": "Institute",
    "title_ko": "연구원",
}


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.administrator())
    return client


def record_counts() -> tuple[int, int]:
    return AuditRecord.objects.count(), Revision.objects.count()


class TestDryRun:
    def test_stores_nothing_and_says_what_would_become_of_each_row(self, desk: Client) -> None:
        known = factories.draft(Organization, slug="known", type="ministry")
        before = record_counts(), Entry.objects.count()

        page = upload(
            desk,
            "organizations",
            [
                INSTITUTE,
                {"slug": "known", "type": "embassy", "country": "KR"},
                {"slug": "third", "type": "nonsense", "title_en": "Third"},
            ],
        )

        assert fates(page) == ["new", "changed", "refused"]
        assert kept(page, 1) == {"type": ("ministry", "embassy")}
        assert "“nonsense” is not on the list" in told(page, 2)
        assert "Import exactly this" not in page.text
        assert {"private", "no-store"} <= set(page.headers["Cache-Control"].split(", "))
        assert (record_counts(), Entry.objects.count()) == before
        known.refresh_from_db()
        assert known.type == "ministry"

    def test_one_refused_row_keeps_everything_out(self, desk: Client) -> None:
        page = upload(
            desk, "organizations", [INSTITUTE, {"slug": "Bad Slug", "type": "embassy", "title_en": "B"}]
        )
        assert "slug: Use only the letters" in told(page, 1)

        confirm(desk, page)

        assert not Organization.objects.filter(slug="institute").exists()

    def test_refused_rows_can_be_taken_home_with_their_reasons(self, desk: Client) -> None:
        page = upload(desk, "organizations", [INSTITUTE, {"slug": "x", "type": "=1+1", "title_en": "X"}])
        content = desk.get(page.request["PATH_INFO"] + "refused/").content

        again = upload(desk, "organizations", content, "refused.xlsx")

        assert fates(again) == ["refused"]
        assert "is not on the list" in told(again)

    def test_reads_every_format_alike(self, desk: Client) -> None:
        text = "slug;type;title_ko\ninst;institute;한국환경산업기술원은 기관이다\n"
        page = upload(desk, "organizations", text.encode("cp949"))
        assert kept(page)["title_ko"] == ("", "한국환경산업기술원은 기관이다")
        assert "CP949" in page.text

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"slug,colour,smell\na,b,c\n", "This table has no column “colour”, “smell”"),
            (b"", "The file is empty"),
        ],
    )
    def test_what_cannot_be_read_is_said_in_words(self, desk: Client, content: bytes, said: str) -> None:
        page = upload(desk, "organizations", content)
        assert said in page.text.replace("&quot;", '"')
        assert "outcome" not in page.context

    def test_speaks_the_language_of_the_editor(self, desk: Client) -> None:
        page = upload(desk, "organizations", [{**INSTITUTE, "country": "Mars"}])
        english = told(page)
        desk.cookies["django_language"] = "ko"
        again = desk.get(page.request["PATH_INFO"])
        assert again.context["held"].language == "ko"
        assert "Mars" in told(again)
        assert english


class TestIdentity:
    def test_a_row_is_known_by_uid_reference_or_address(self, desk: Client) -> None:
        entries = [factories.draft(Organization, slug=f"known-{i}", type="ministry") for i in range(3)]
        page = upload(
            desk,
            "organizations",
            [
                {"uid": str(entries[0].uid), "type": "embassy"},
                {"ref": entries[1].ref, "type": "embassy"},
                {"slug": "known-2", "type": "embassy"},
            ],
        )
        assert fates(page) == ["changed"] * 3
        confirm(desk, page)
        assert set(Organization.objects.values_list("type", flat=True)) == {"embassy"}

    def test_unknown_and_contradicting_identities_are_refused(self, desk: Client) -> None:
        one, other = (factories.draft(Organization, slug=f"known-{i}") for i in range(2))
        page = upload(
            desk,
            "organizations",
            [
                {"uid": "not-a-uid", "ref": "", "type": "embassy"},
                {"uid": "", "ref": "KC-1999-0001", "type": "embassy"},
                {"uid": str(one.uid), "ref": other.ref, "type": "embassy"},
            ],
        )
        assert fates(page) == ["refused"] * 3
        assert "No such entry" in told(page, 0)
        assert "different entries" in told(page, 2)

    def test_the_same_entry_twice_in_a_file_is_refused(self, desk: Client) -> None:
        known = factories.draft(Organization, slug="known")
        page = upload(
            desk,
            "organizations",
            [
                INSTITUTE,
                INSTITUTE,
                {"ref": known.ref, "type": "embassy"},
                {"slug": "known", "type": "media"},
            ],
        )
        assert fates(page) == ["new", "refused", "changed", "refused"]
        assert "Row 2 is about the same entry" in told(page, 1)
        assert "Row 4" in told(page, 3)

    def test_an_address_is_made_from_the_english_title(self, desk: Client) -> None:
        rows = [{"type": "institute", "title_en": "Institute of Water"}]
        confirm(desk, upload(desk, "organizations", rows))
        assert Organization.objects.get().slug == "institute-of-water"
        assert fates(upload(desk, "organizations", rows)) == ["unchanged"]

    def test_a_new_row_without_address_or_title_is_refused(self, desk: Client) -> None:
        page = upload(
            desk, "organizations", [{"type": "institute"}, {"slug": "only-slug", "type": "institute"}]
        )
        assert "Write an address (slug)" in told(page, 0)
        assert "title in at least one language" in told(page, 1)

    def test_a_former_address_of_another_entry_is_not_taken(self, desk: Client) -> None:
        entry = factories.released(Organization, slug="now")
        FormerAddress.objects.create(entry_id=entry.pk, kind="organization", slug="institute")
        assert "leads there for ever" in told(upload(desk, "organizations", [INSTITUTE]))

    def test_rows_may_point_to_rows_further_down(self, desk: Client) -> None:
        page = upload(
            desk,
            "organizations",
            [
                {**INSTITUTE, "parent": "ministry"},
                {"slug": "ministry", "type": "ministry", "title_en": "Ministry"},
            ],
        )
        assert fates(page) == ["new", "new"]
        confirm(desk, page)
        assert Organization.objects.get(slug="institute").parent.slug == "ministry"


class TestImport:
    def test_stores_facts_texts_and_names_through_the_kernel(self, desk: Client) -> None:
        Sector.objects.create(slug="water", name_en="water")
        row = {
            **INSTITUTE,
            "founded": "2001-05",
            "sectors": "water",
            "acronyms_en": "KIW; IOW",
            "body_ko": "첫 문단\n\n둘째 <문단>",
            "products_en": "Clean water",
        }
        page = upload(desk, "companies", [row])
        assert fates(page) == ["new"], told(page)
        page = confirm(desk, page)
        assert "Imported: 1 new, 0 changed, 0 unchanged." in page.text

        entry = Company.objects.get(slug="institute")
        korean = entry.texts.get(language="ko")
        assert (entry.state, entry.type, str(entry.founded)) == ("draft", "institute", "2001-05")
        assert [sector.slug for sector in entry.sectors.all()] == ["water"]
        assert set(entry.names.values_list("text", "type", "language")) == {
            ("KIW", "acronym", "en"),
            ("IOW", "acronym", "en"),
        }
        assert korean.body == "<p>첫 문단</p><p>둘째 &lt;문단&gt;</p>"
        assert entry.texts.get(language="en").based_on == korean
        assert entry.texts.get(language="en").extra["products"] == "Clean water"
        records = AuditRecord.objects.filter(entry=entry)
        assert set(records.values_list("channel", flat=True)) == {"import"}
        assert sorted(records.values_list("action", flat=True)) == ["create", "draft_text", "draft_text"]
        assert entry.created_by == factories.administrator()

    def test_the_same_file_again_changes_nothing(self, desk: Client) -> None:
        rows = [
            {**INSTITUTE, "acronyms_en": "B;A", "body_en": "Plain\ntext", "website": "https://example.org/"}
        ]
        confirm(desk, upload(desk, "organizations", rows))
        before = record_counts()

        page = upload(desk, "organizations", rows)

        assert fates(page) == ["unchanged"]
        assert "There is nothing to import" in page.text
        confirm(desk, page)
        assert record_counts() == before

    def test_an_absent_column_leaves_alone_and_an_empty_cell_clears(self, desk: Client) -> None:
        entry = factories.draft(Organization, slug="known", website="https://example.org/", founded="2001")
        page = upload(desk, "organizations", [{"slug": "known", "website": ""}])
        assert kept(page) == {"website": ("https://example.org/", "")}
        confirm(desk, page)
        entry.refresh_from_db()
        assert (entry.website, str(entry.founded)) == ("", "2001")

    def test_a_draft_is_edited_and_a_live_text_gets_a_new_version(self, desk: Client) -> None:
        draft = factories.draft(Organization, slug="in-the-making")
        factories.written(draft, "ko", title="초안")
        public = factories.released(Organization, slug="public", title="Public")
        before = public.texts.get(language="ko", state="live")

        page = upload(
            desk,
            "organizations",
            [{"slug": "in-the-making", "title_ko": "새 초안"}, {"slug": "public", "title_ko": "새 이름"}],
        )
        confirm(desk, page)

        assert draft.texts.get().title == "새 초안"
        before.refresh_from_db()
        assert (before.state, before.title) == ("live", "Public ko")
        assert public.texts.get(state="draft").title == "새 이름"
        assert fates(upload(desk, "organizations", [{"slug": "public", "title_ko": "새 이름"}])) == [
            "unchanged"
        ]

    def test_a_text_is_neither_taken_away_nor_left_without_title(self, desk: Client) -> None:
        factories.written(factories.draft(Organization, slug="known"), "ko", title="제목")
        page = upload(
            desk,
            "organizations",
            [{"slug": "known", "title_ko": "", "title_en": "", "deck_en": "Deck"}],
        )
        assert "A text needs its title" in told(page)

    def test_program_code_and_overlong_texts_are_refused(self, desk: Client) -> None:
        page = upload(
            desk,
            "organizations",
            [
                {**INSTITUTE, "body_en": "<p onclick=alert(1)>x</p>"},
                {**INSTITUTE, "slug": "second", "title_en": "x" * 301},
            ],
        )
        assert "body_en: This text contains program code" in told(page, 0)
        assert "title_en: This text has 301 characters; 300 are possible." in told(page, 1)

    def test_messages_name_column_value_and_remedy(self, desk: Client) -> None:
        page = upload(
            desk,
            "companies",
            [
                {
                    "slug": "firm",
                    "title_en": "Firm",
                    "size_class": "huge",
                    "employees": "1,200",
                    "founded": "last year",
                    "parent": "nobody",
                    "sectors": "nothing",
                    "is_sample": "maybe",
                    "website": "no address",
                }
            ],
        )
        said = told(page)
        for column in ("size_class", "employees", "founded", "parent", "sectors", "is_sample"):
            assert f"{column}: " in said
        assert "1,200" in page.text
        second = upload(desk, "companies", [{"slug": "firm", "title_en": "Firm", "website": "no address"}])
        assert "website: Enter a valid URL." in told(second)

    def test_a_company_is_one_without_saying_so(self, desk: Client) -> None:
        confirm(desk, upload(desk, "companies", [{"slug": "firm", "title_en": "Firm"}]))
        assert Company.objects.get().type == "company"

    def test_costs_as_many_queries_for_each_further_row(self, desk: Client) -> None:
        def cost(count: int, prefix: str) -> int:
            rows = [{**INSTITUTE, "slug": f"{prefix}-{number}"} for number in range(count)]
            page = upload(desk, "organizations", rows)
            with CaptureQueriesContext(connection) as queries:
                confirm(desk, page)
            return len(queries)

        factories.draft(Organization)  # the year's first reference is begun
        one, three, five = cost(1, "one"), cost(3, "three"), cost(5, "five")
        assert five - three == three - one

    def test_unchanged_rows_cost_no_queries(self, desk: Client) -> None:
        for number in range(6):
            factories.draft(Organization, slug=f"known-{number}", type="institute")

        def cost(count: int) -> int:
            rows = [
                {"slug": f"known-{number}", "type": "institute", "acronyms_en": ""} for number in range(count)
            ]
            with CaptureQueriesContext(connection) as queries:
                assert set(fates(upload(desk, "organizations", rows))) == {"unchanged"}
            # Each row is a point to which the database can go back.
            return len([query for query in queries if "SAVEPOINT" not in query["sql"]])

        assert cost(1) == cost(6)


class TestWhatIsPublic:
    def test_a_change_of_facts_needs_kind_and_note_and_is_recorded_once(self, desk: Client) -> None:
        entry = factories.released(Organization, slug="public", type="ministry")
        row = [{"slug": "public", "type": "institute"}]

        page = upload(desk, "organizations", row)
        assert "already public" in told(page)

        page = desk.post(
            page.request["PATH_INFO"],
            {"severity": "correction", "note": "기관 유형을 바로잡음", "again": ""},
            follow=True,
        )
        assert fates(page) == ["changed"]
        confirm(desk, page)

        entry.refresh_from_db()
        assert entry.type == "institute"
        assert Correction.objects.get(entry=entry).note == "기관 유형을 바로잡음"

    def test_drafts_in_the_same_file_get_no_public_correction(self, desk: Client) -> None:
        draft = factories.draft(Organization, slug="draft", type="ministry")
        page = upload(
            desk,
            "organizations",
            [{"slug": "draft", "type": "institute"}],
            change=("correction", "기관 유형"),
        )
        confirm(desk, page)
        assert not Correction.objects.exists()
        assert draft.revisions.count() == 2

    def test_the_address_of_what_is_approved_stays(self, desk: Client) -> None:
        entry = factories.released(Organization, slug="public")
        page = upload(
            desk, "organizations", [{"ref": entry.ref, "slug": "elsewhere"}], change=("minor", "주소")
        )
        assert "changed on the page of the entry" in told(page)

    def test_what_is_withdrawn_is_left_alone(self, desk: Client) -> None:
        factories.withdrawn(Organization, slug="gone", type="ministry")
        page = upload(
            desk, "organizations", [{"slug": "gone", "type": "institute"}], change=("minor", "유형")
        )
        assert "You may not change the facts" in told(page)


class TestConfirmation:
    def test_what_was_changed_meanwhile_is_shown_again(self, desk: Client) -> None:
        entry = factories.draft(Organization, slug="known", type="ministry")
        page = upload(
            desk, "organizations", [{"slug": "known", "type": "embassy", "country": "KR"}, INSTITUTE]
        )
        Organization.objects.filter(pk=entry.pk).update(type="media")

        again = confirm(desk, page)

        assert "Meanwhile something else was changed" in again.text
        assert kept(again) == {"type": ("media", "embassy")}
        assert not Organization.objects.filter(slug="institute").exists()
        confirm(desk, again)
        assert Organization.objects.filter(slug="institute").exists()

    def test_a_file_that_was_tampered_with_or_expired_is_not_imported(self, desk: Client) -> None:
        page = upload(desk, "organizations", [INSTITUTE])
        token = page.request["PATH_INFO"].rstrip("/").rsplit("/", 1)[-1]
        path = f"imports/{token}.table"
        with default_storage.open(path, "ab") as file:
            file.write(b"evil,ministry,KR,Evil,\n")
        assert "no longer kept" in confirm(desk, page).text

        page = upload(desk, "organizations", [INSTITUTE])
        with clock.as_of(clock.now() + LIFETIME + timedelta(minutes=1)):
            assert "no longer kept" in confirm(desk, page).text
        assert not Organization.objects.exists()

    def test_nobody_confirms_what_somebody_else_uploaded(self, desk: Client) -> None:
        page = upload(desk, "organizations", [INSTITUTE])
        other = Client()
        other.force_login(User.objects.create_superuser("other", "other@example.org", "secret"))
        assert "no longer kept" in confirm(other, page).text
        assert other.get(page.request["PATH_INFO"] + "refused/").status_code == 404

    def test_what_is_done_or_discarded_is_not_kept(self, desk: Client) -> None:
        def files() -> list[str]:
            return default_storage.listdir("imports")[1]

        start = files() if default_storage.exists("imports") else []
        page = upload(desk, "organizations", [INSTITUTE])
        assert len(files()) == len(start) + 2
        confirm(desk, page)
        assert sorted(files()) == sorted(start)
        page = upload(desk, "organizations", [{**INSTITUTE, "slug": "second"}])
        desk.post(page.request["PATH_INFO"], {"drop": ""})
        assert sorted(files()) == sorted(start)
        assert not Organization.objects.filter(slug="second").exists()


class TestRights:
    def signed_in(self, role: str) -> Client:
        user = User.objects.create_user(role, password="secret", is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client = Client()
        client.force_login(user)
        return client

    def test_import_is_for_those_who_begin_and_change_such_entries(self) -> None:
        translator = self.signed_in("Translator")
        for code in TABLES:
            assert translator.get(reverse("tables:import", args=[code])).status_code == 403
            assert translator.get(reverse("tables:export", args=[code])).status_code == 200
        assert self.signed_in("Author").get(reverse("tables:import", args=["press"])).status_code == 200
        assert self.signed_in("Editor").get(reverse("tables:import", args=["companies"])).status_code == 403

    def test_an_author_leaves_what_is_reviewed_and_public_alone(self) -> None:
        author = self.signed_in("Author")
        factories.in_review(Organization, slug="reviewed", type="ministry")
        factories.released(Organization, slug="public", type="ministry")
        page = upload(
            author,
            "organizations",
            [{"slug": "reviewed", "type": "media"}, {"slug": "public", "type": "media"}, INSTITUTE],
            change=("minor", "유형"),
        )
        assert fates(page) == ["refused", "refused", "new"]

    def test_another_office_is_neither_read_nor_changed(self) -> None:
        office = Office.objects.create(code="ministry", name_en="Ministry")
        hidden = factories.draft(Organization, slug="hidden", type="ministry", office=office)
        factories.draft(Organization, slug="child", type="institute", parent=hidden)
        author = self.signed_in("Author")

        content = author.get(reverse("tables:export", args=["organizations"]) + "?as=csv").content.decode()

        assert "hidden" not in content
        assert "child" in content
        page = upload(author, "organizations", content.encode())
        assert fates(page) == ["unchanged"]
        page = upload(author, "organizations", [{"ref": hidden.ref, "type": "media"}])
        assert "No such entry" in told(page)

    def test_what_another_office_has_released_is_read_and_not_changed(self) -> None:
        office = Office.objects.create(code="ministry", name_en="Ministry")
        factories.released(Organization, slug="theirs", type="ministry", office=office)
        officer = self.signed_in("Event officer")
        page = upload(
            officer, "organizations", [{"slug": "theirs", "type": "media"}], change=("minor", "유형")
        )
        assert fates(page) == ["refused"]

    def test_what_somebody_brings_in_belongs_to_his_office(self) -> None:
        author = self.signed_in("Author")
        office = Office.objects.create(code="ministry", name_en="Ministry")
        Membership.objects.create(office=office, user=User.objects.get(username="Author"))
        confirm(author, upload(author, "organizations", [{**INSTITUTE, "office": ""}]))
        assert Organization.objects.get().office == office

    def test_without_account_there_is_nothing(self, client: Client) -> None:
        for code in TABLES:
            for page in ("export", "empty", "import"):
                assert client.get(reverse(f"tables:{page}", args=[code])).status_code == 302
        assert client.get("/admin/exchange/tables/nothing/export/").status_code in (302, 404)


class TestKinds:
    def test_people_get_their_roles_and_keep_them(self, desk: Client) -> None:
        factories.draft(Organization, slug="ministry")
        row = {
            "slug": "kim",
            "country": "KR",
            "title_ko": "김환경",
            "romanized_en": "",
            "role_type": "minister",
            "role_organization": "ministry",
            "role_title_en": "Minister",
            "role_title_ko": "장관",
            "role_from": "2024",
        }
        del row["romanized_en"]
        confirm(desk, upload(desk, "people", [row]))
        person = Person.objects.get()
        assert fates(upload(desk, "people", [row])) == ["unchanged"]

        later = {
            **row,
            "role_title_en": "Envoy",
            "role_title_ko": "특사",
            "role_type": "diplomat",
            "role_from": "2026",
        }
        confirm(desk, upload(desk, "people", [later]))
        assert fates(upload(desk, "people", [row])) == ["unchanged"]
        assert set(person.roles.values_list("title_en", flat=True)) == {"Minister", "Envoy"}

        page = upload(desk, "people", [{**row, "role_to": "2023"}])
        assert "The end lies before the start" in told(page)

    def test_opportunities_have_moments_lists_and_money(self, desk: Client) -> None:
        factories.draft(Organization, slug="owner")
        row = {
            "slug": "offer",
            "title_en": "Offer",
            "type": "technology_offer",
            "direction": "kr-cn",
            "owner": "owner",
            "partnership_types": "licence; supply",
            "languages_accepted": "ko;en",
            "deadline_zone": "Asia/Shanghai",
            "deadline_at": "2027-01-31 18:00",
            "money_amount": "1500000.50",
            "money_currency": "CNY",
            "money_label_en": "Budget",
        }
        confirm(desk, upload(desk, "opportunities", [row]))
        offer = Opportunity.objects.get()
        assert offer.deadline_at.isoformat() == "2027-01-31T10:00:00+00:00"
        assert offer.partnership_types == ["licence", "supply"]
        assert str(offer.money.get().amount) == "1500000.50"
        assert fates(upload(desk, "opportunities", [row])) == ["unchanged"]

        row |= {"deadline_at": "2027-01-31", "money_amount": "-1"}
        page = upload(desk, "opportunities", [row])
        assert "deadline_at: Write the day and the time" in told(page)
        assert "money_amount: Write the amount" in told(page)

        row |= {
            "deadline_at": "2027-01-31T18:00+08:00",
            "money_amount": "",
            "money_currency": "",
            "money_label_en": "",
        }
        confirm(desk, upload(desk, "opportunities", [row]))
        assert not offer.money.exists()

    def test_old_releases_come_in_for_review_and_keep_their_date(self, desk: Client) -> None:
        factories.released(Organization, slug="ministry")
        rows = [
            {
                "number": "2012-34",
                "issuer": "ministry",
                "dated": "2012-05-14",
                "title_ko": "한중 환경협력",
                "body_ko": "본문",
            },
            {
                "number": "2012-35",
                "issuer": "ministry",
                "dated": "2012-05-15",
                "title_ko": "본문 없는 자료",
                "body_ko": "",
            },
        ]
        page = upload(desk, "press", rows, hand_over="on")
        assert fates(page) == ["new", "refused"]
        assert "Korean: the text is empty." in told(page, 1)

        confirm(desk, upload(desk, "press", rows[:1], hand_over="on"))
        release = PressRelease.objects.get()
        assert (release.state, str(release.dated), release.release_at) == (
            EntryState.IN_REVIEW,
            "2012-05-14",
            None,
        )
        assert release.slug == "ministry-2012-05-14-2012-34"
        assert fates(upload(desk, "press", rows[:1], hand_over="on")) == ["unchanged"]

        confirm(desk, upload(desk, "press", rows))
        assert PressRelease.objects.get(number="2012-35").state == EntryState.DRAFT

    def test_a_release_is_known_by_its_issuers_number(self, desk: Client) -> None:
        ministry = factories.released(Organization, slug="ministry")
        factories.draft(PressRelease, slug="something-else", issuer=ministry, number="7", dated="2012")
        row = {"number": "7", "issuer": "ministry", "dated": "2013", "title_ko": "제목"}
        page = upload(desk, "press", [row])
        assert kept(page)["dated"] == ("2012", "2013")

    def test_names_that_stay_keep_their_period(self, desk: Client) -> None:
        entry = factories.draft(Organization, slug="known")
        OrganizationName.objects.create(
            organization=entry, text="ABC", type="acronym", language="en", valid_from="1999"
        )
        OrganizationName.objects.create(organization=entry, text="Old", type="acronym", language="en")
        confirm(desk, upload(desk, "organizations", [{"slug": "known", "acronyms_en": "ABC;New"}]))
        assert set(entry.names.values_list("text", "valid_from")) == {("ABC", "1999"), ("New", "")} or {
            (name.text, str(name.valid_from or "")) for name in entry.names.all()
        } == {("ABC", "1999"), ("New", "")}
