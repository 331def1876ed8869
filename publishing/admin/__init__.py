"""The kernel's part of the admin, and the bases of everybody else's."""

from publishing.admin.base import Choices, PortalAdmin, columns
from publishing.admin.entry import EntryAdmin
from publishing.admin.kernel import (
    EntryIndexAdmin,
    EveryEntryAdmin,
    GlossaryTermAdmin,
    PageAdmin,
    PlaceAdmin,
    SectorAdmin,
)
from publishing.admin.lists import RelatedEntryFilter
from publishing.admin.media import AttachmentAdmin, ImageAdmin
from publishing.admin.partpages import PartAdmin
from publishing.admin.parts import Part, Table
from publishing.admin.records import AuditRecordAdmin, RevisionAdmin

__all__ = [
    "AttachmentAdmin",
    "AuditRecordAdmin",
    "Choices",
    "EntryAdmin",
    "EntryIndexAdmin",
    "EveryEntryAdmin",
    "GlossaryTermAdmin",
    "ImageAdmin",
    "PageAdmin",
    "Part",
    "PartAdmin",
    "PlaceAdmin",
    "PortalAdmin",
    "RelatedEntryFilter",
    "RevisionAdmin",
    "SectorAdmin",
    "Table",
    "columns",
]
