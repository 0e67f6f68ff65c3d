from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, register_converter

from councils.views.converters import UidConverter
from deliberations.views.converters import FileFormatConverter, LinkTokenConverter, RenditionConverter

register_converter(UidConverter, "uid")
register_converter(RenditionConverter, "rendition")
register_converter(FileFormatConverter, "file_format")
register_converter(LinkTokenConverter, "link_token")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("councils.urls")),
    path("", include("deliberations.urls")),
    path("admin/", admin.site.urls),
]
