"""The kernel's part of the admin, and the bases of everybody else's."""

from desk.admin.base import Choices, PortalAdmin, columns
from desk.admin.entry import EntryAdmin
from desk.admin.jobs import JobAdmin
from desk.admin.kernel import (
    EntryIndexAdmin,
    EveryEntryAdmin,
    GlossaryTermAdmin,
    PageAdmin,
    PlaceAdmin,
    SectorAdmin,
)
from desk.admin.lists import RelatedEntryFilter
from desk.admin.media import AttachmentAdmin, ImageAdmin
from desk.admin.offices import OfficeAdmin
from desk.admin.partpages import PartAdmin
from desk.admin.parts import Part, Table
from desk.admin.records import AuditRecordAdmin, RevisionAdmin

__all__ = [
    "AttachmentAdmin",
    "AuditRecordAdmin",
    "Choices",
    "EntryAdmin",
    "EntryIndexAdmin",
    "EveryEntryAdmin",
    "GlossaryTermAdmin",
    "ImageAdmin",
    "JobAdmin",
    "OfficeAdmin",
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
