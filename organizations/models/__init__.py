from organizations.models.centers import CenterService, CenterSite, CooperationCenter
from organizations.models.companies import Certification, Company, Technology
from organizations.models.organizations import Organization, OrganizationName
from organizations.models.people import Person, PersonName, Role
from organizations.models.verifications import Verification

__all__ = [
    "CenterService",
    "CenterSite",
    "Certification",
    "Company",
    "CooperationCenter",
    "Organization",
    "OrganizationName",
    "Person",
    "PersonName",
    "Role",
    "Technology",
    "Verification",
]
