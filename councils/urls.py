"""Addresses of the login."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from councils.views.login import LoginView

urlpatterns = [
    path("connexion/", LoginView.as_view(), name="login"),
    path("deconnexion/", LogoutView.as_view(), name="logout"),
]
