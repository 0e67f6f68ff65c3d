from django.contrib import admin
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import URLPattern, URLResolver, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("connexion/", LoginView.as_view(template_name="registration/login.html"), name="login"),
    path("deconnexion/", LogoutView.as_view(), name="logout"),
    path("admin/", admin.site.urls),
]
