"""One page of every public template, by the name its pictures are stored under; addresses without language."""

__all__ = ["PAGES", "READ", "WIDTHS"]

PAGES = {
    "home": "",
    "news": "news/",
    "release": "news/delegation-2026/",
    "comparison": "news/delegation-2026/compare/",
    "coverage": "news/coverage/",
    "delegations": "delegations/",
    "delegation": "delegations/delegation-2026/",
    "forum": "forums/cooperation-forum-2026/",
    "exhibition": "exhibitions/ciepec-2026/",
    "meeting": "meetings/center-inauguration-2018/",
    "series": "series/",
    "calendar": "events/",
    "centers": "centers/",
    "center": "centers/industry-center-beijing/",
    "organizations": "organizations/",
    "organization": "organizations/mee/",
    "people": "people/",
    "person": "people/kim-sunghwan/",
    "companies": "companies/",
    "company": "companies/sample-hanbit-hydrogen/",
    "programs": "programs/",
    "program": "programs/officials-training/",
    "projects": "projects/",
    "project": "projects/sample-port-hydrogen/",
    "opportunities": "opportunities/",
    "opportunity": "opportunities/sample-hydrogen-yard-demonstration/",
    "search": "search/?q=2026",
    "glossary": "glossary/",
    "sitemap": "sitemap/",
    "about": "about/",
    "withdrawn": "news/sample-matching-timetable/",
    "missing": "news/there-is-no-such-page/",
}
WIDTHS = (390, 1360)
# Those with most to read.
READ = (
    "home",
    "news",
    "release",
    "delegation",
    "forum",
    "exhibition",
    "center",
    "company",
    "opportunity",
    "about",
)
