from publishing.models.access import AccessLink, AccessOpening
from publishing.models.addresses import FormerAddress
from publishing.models.changes import PublicChange
from publishing.models.classification import Place, Sector
from publishing.models.entry import Entry, RefCounter
from publishing.models.figures import Count, Money
from publishing.models.glossary import GlossaryTerm
from publishing.models.jobs import Heartbeat, Job
from publishing.models.links import BrokenLink
from publishing.models.media import Attachment, EntryImage, Image, ImageVersion, Rendition
from publishing.models.office import Membership, Office
from publishing.models.page import Page
from publishing.models.plans import Explanation, LanguagePlan
from publishing.models.records import AuditRecord, Correction, Revision
from publishing.models.search import SearchDocument
from publishing.models.text import Text

__all__ = [
    "AccessLink",
    "AccessOpening",
    "Attachment",
    "AuditRecord",
    "BrokenLink",
    "Correction",
    "Count",
    "Entry",
    "EntryImage",
    "Explanation",
    "FormerAddress",
    "GlossaryTerm",
    "Heartbeat",
    "Image",
    "ImageVersion",
    "Job",
    "LanguagePlan",
    "Membership",
    "Money",
    "Office",
    "Page",
    "Place",
    "PublicChange",
    "RefCounter",
    "Rendition",
    "Revision",
    "SearchDocument",
    "Sector",
    "Text",
]
