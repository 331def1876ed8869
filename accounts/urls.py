"""Sign-in and one's own account. Of allauth's addresses only these: no sign-up, no e-mail, no reset by e-mail."""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.webauthn import views as keys
from django.urls import include, path

from accounts import views

urlpatterns = [
    path("", views.MyAccount.as_view(), name="my-account"),
    # The names by which allauth leads here after a change of the second factor.
    path("", views.MyAccount.as_view(), name="mfa_index"),
    path("", views.MyAccount.as_view(), name="mfa_list_webauthn"),
    path("sessions/end/", views.EndSessions.as_view(), name="end-sessions"),
    path("login/", account.login, name="account_login"),
    path("login/code/", second_factor.authenticate, name="mfa_authenticate"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("confirm/key/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("confirm/code/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("app/", include("allauth.mfa.totp.urls")),
    path("keys/add/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("keys/<int:pk>/remove/", keys.remove_webauthn, name="mfa_remove_webauthn"),
    path("recovery-codes/", include("allauth.mfa.recovery_codes.urls")),
]
