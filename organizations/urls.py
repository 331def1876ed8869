"""Addresses below a language."""

from organizations import views
from publishing.pages import routes

urlpatterns = [
    routes("centers/", "centers", views.CenterList, views.CenterPage),
    routes("companies/", "companies", views.CompanyList, views.CompanyPage),
    routes("organizations/", "organizations", views.OrganizationList, views.OrganizationPage),
    routes("people/", "people", views.PersonList, views.PersonPage),
]
