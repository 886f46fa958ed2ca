"""The addresses under /masuk/: of allauth only what staff use; its names are kept, because its views ask for them."""

from allauth.account import views as account
from allauth.mfa.base import views as second
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import URLPattern, URLResolver, path

from rumahrakyat.workbench import signin, single

urlpatterns: list[URLPattern | URLResolver] = [
    path("", signin.SignIn.as_view(), name="account_login"),
    path("login/", signin.old_address),
    path("keluar/", account.logout, name="account_logout"),
    path("nonaktif/", account.account_inactive, name="account_inactive"),
    path("ulang/", account.reauthenticate, name="account_reauthenticate"),
    path("sandi/", account.password_change, name="account_change_password"),
    path("langkah-kedua/", second.index, name="mfa_index"),
    path("langkah-kedua/masuk/", second.authenticate, name="mfa_authenticate"),
    path("langkah-kedua/ulang/", second.reauthenticate, name="mfa_reauthenticate"),
    path("langkah-kedua/pasang/", totp.activate_totp, name="mfa_activate_totp"),
    path("langkah-kedua/lepas/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("langkah-kedua/kode/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("langkah-kedua/kode/buat/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("langkah-kedua/kode/unduh/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("satu/", single.begin, name="single"),
    path("satu/kembali/", single.back, name="single-back"),
    path("daftar/", signin.not_here, name="account_signup"),
    path("surel/", signin.not_here, name="account_email"),
    path("sandi/lupa/", signin.not_here, name="account_reset_password"),
    path("sandi/pasang/", signin.not_here, name="account_set_password"),
]
