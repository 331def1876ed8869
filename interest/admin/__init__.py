"""The staff's side of expressions of interest: the inbox, contacts of owners, canned answers."""

from interest.admin.answers import CannedAnswerAdmin
from interest.admin.contacts import OwnerContactAdmin
from interest.admin.inbox import ExpressionAdmin

__all__ = ["CannedAnswerAdmin", "ExpressionAdmin", "OwnerContactAdmin"]
