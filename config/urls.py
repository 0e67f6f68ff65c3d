from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, register_converter

from councils.views.converters import UidConverter
from deliberations.views.converters import (
    FileFormatConverter,
    LinkTokenConverter,
    PaperOfSittingConverter,
    RenditionConverter,
)

register_converter(UidConverter, "uid")
register_converter(RenditionConverter, "rendition")
register_converter(FileFormatConverter, "file_format")
register_converter(LinkTokenConverter, "link_token")
register_converter(PaperOfSittingConverter, "paper")

# One login for everybody: that of the administration would go round the second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("councils.urls")),
    path("", include("deliberations.urls")),
    path("admin/", admin.site.urls),
]
