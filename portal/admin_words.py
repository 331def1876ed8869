"""What Django says of the admin and its forms and Korean or Chinese staff should read in better words.

The messages are Django's own, letter for letter; listed here they are collected into locale/, whose translations
go before Django's.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

__all__ = ["WORDS"]

WORDS = (
    # Lists
    _("Select %s to change"),
    _("Select %s to view"),
    _("Start typing to filter…"),
    _(" By %(filter_title)s "),
    ngettext_lazy("%(counter)s result", "%(counter)s results"),
    _("Action:"),
    _("Delete selected %(verbose_name_plural)s"),
    _("Successfully deleted %(count)d %(items)s."),
    _("Items must be selected in order to perform actions on them. No items have been changed."),
    _("No action selected."),
    _("0 of %(cnt)s selected"),
    _("Select all objects on this page for an action"),
    _("Select this object for an action - {}"),
    _("Model name"),
    _("Add link"),
    _("Change or view list link"),
    _("Models in the %(name)s application"),
    _("Toggle navigation"),
    _("Breadcrumbs"),
    # Pages of one record
    _("Add %s"),
    _("Change %s"),
    _("View %s"),
    _("Add %(name)s"),
    _("Add another %(verbose_name)s"),
    _("Save and add another"),
    _("Save and continue editing"),
    _("The {name} “{obj}” was added successfully."),
    _("The {name} “{obj}” was added successfully. You may add another {name} below."),
    _("The {name} “{obj}” was changed successfully."),
    _("The {name} “{obj}” was changed successfully. You may add another {name} below."),
    _("The {name} “{obj}” was changed successfully. You may edit it again below."),
    _("You may edit it again below."),
    _("The %(name)s “%(obj)s” was deleted successfully."),
    _("%(name)s with ID “%(key)s” doesn’t exist. Perhaps it was deleted?"),
    _(
        'Are you sure you want to delete the %(object_name)s "%(escaped_object)s"? '
        "All of the following related items will be deleted:"
    ),
    _("Yes, I’m sure"),
    _("No, take me back"),
    _("You don’t have permission to view or edit anything."),
    ngettext_lazy("Please correct the error below.", "Please correct the errors below."),
    # Accounts
    _("username"),
    _("users"),
    _("After you’ve created a user, you’ll be able to edit more user options."),
    # Fields
    _("Select a valid choice. That choice is not one of the available choices."),
    _("Select a valid choice. %(value)s is not one of the available choices."),
)
