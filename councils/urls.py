"""Addresses of the login and of the list of councils."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from councils.views import help as guide
from councils.views.councils import council_list
from councils.views.login import LoginView

urlpatterns = [
    path("", council_list, name="home"),
    path("connexion/", LoginView.as_view(), name="login"),
    path("deconnexion/", LogoutView.as_view(), name="logout"),
    path("aide/", guide.help_index, name="help"),
    path("aide/<slug:page>/", guide.help_page, name="help_page"),
    path("aide/images/<slug:picture>.png", guide.help_picture, name="help_picture"),
]
