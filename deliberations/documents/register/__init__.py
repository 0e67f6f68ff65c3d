"""The register's own sheets: title page, tables, closing page of a volume (CGCT art. R. 2121-9)."""

from deliberations.documents.register.pages import view_closing_page, view_title_page
from deliberations.documents.register.tables import view_table_by_date, view_table_by_subject

__all__ = ["view_closing_page", "view_table_by_date", "view_table_by_subject", "view_title_page"]
