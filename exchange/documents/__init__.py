"""Word-processor documents (.docx, .hwpx) read as the draft of a press release; nothing here stores anything."""

from exchange.documents.package import Unreadable
from exchange.documents.reading import read
from exchange.documents.result import Contact, Draft, Note, Picture, Uncertainty

__all__ = ["Contact", "Draft", "Note", "Picture", "Uncertainty", "Unreadable", "read"]
