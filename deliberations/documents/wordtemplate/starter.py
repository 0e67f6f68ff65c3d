"""The template to start from: our own document, its words replaced by the fields that give them.

Filled in as it is, it gives the text of our standard document. A commune changes its look, then sends it back.
"""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

from deliberations.documents.docx_body import Writer
from deliberations.documents.docx_margins import write_margins
from deliberations.documents.docx_template import new_document
from deliberations.documents.view import DeliberationView, Letterhead
from deliberations.documents.wordtemplate.package import zipped
from deliberations.richtext import Format, Paragraph, Run

_BOLD = Format(strong=True)
_TAG = "Acte Ligne"


def starter_template(view: DeliberationView) -> bytes:
    """The template as DOCX bytes. ``view`` is any act of the council: only its arms are taken from it."""
    document = new_document()
    write_margins(document, _with_tags(view))
    _write(Writer(document, document.element.body))
    stream = BytesIO()
    document.save(stream)
    with ZipFile(stream) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()})


def _with_tags(view: DeliberationView) -> DeliberationView:
    letterhead = Letterhead(
        republic="{{ republique }}",
        department="{{ departement }}",
        authority="{{ collectivite }}",
        document="{{ intitule }}",
        coat_of_arms=view.letterhead.coat_of_arms,
        coat_of_arms_description=view.letterhead.coat_of_arms_description,
    )
    return replace(view, letterhead=letterhead, running_head="{{ en_tete_suite }}", is_draft=False)


def _write(writer: Writer) -> None:
    writer.line("Acte Corps", "{{ ouverture }}")
    writer.line("Acte Ligne", "{{ officiers }}")
    writer.line("Acte Ligne", "{{ convocation }}")
    _titled(writer, "effectif")
    writer.line("Acte Présents", "{{ presents }}")
    writer.line(_TAG, "{% for groupe in absences %}")
    _item(writer, "Acte Puce d'absence", "{{ groupe.titre }}")
    writer.lines(_TAG, ("{{ groupe.lignes }}", "{% endfor %}"))
    _titled(writer, "votes")
    writer.line("Acte Mention", "{{ titre_objet }}")
    writer.line("Acte Objet", "{{ objet }}")
    writer.line("Acte Rubrique", "{{ titre_expose }}")
    writer.line("Acte Corps", "{{ expose }}")
    writer.line("Acte Autorité", "{{ autorite }}")
    writer.line("Acte Visa", "{{ preambule }}")
    writer.line("Acte Rubrique", "{{ titre_decision }}")
    _write_decisions(writer)
    _write_ending(writer)


def _titled(writer: Writer, field: str) -> None:
    writer.line(_TAG, f"{{% for groupe in {field} %}}")
    writer.line("Acte Effectif", "{{ groupe.titre }}")
    _item(writer, "Acte Puce de décompte", "{{ groupe.lignes }}")
    writer.line(_TAG, "{% endfor %}")


def _write_decisions(writer: Writer) -> None:
    writer.line(_TAG, "{% for partie in dispositif %}")
    writer.line("Acte Dispositif", "{{ partie.verbe }}")
    writer.line(_TAG, "{% for decision in partie.decisions %}")
    writer.line(_TAG, "{% if partie.en_articles %}")
    label, text = Run("{{ decision.etiquette }}", _BOLD), Run("{{ decision.texte }}")
    writer.paragraph("Acte Article", (label, Run(" "), text))
    writer.line(_TAG, "{% else %}")
    _item(writer, "Acte Puce", "{{ decision.texte }}")
    writer.lines(_TAG, ("{% endif %}", "{% endfor %}", "{% endfor %}"))


def _write_ending(writer: Writer) -> None:
    writer.line("Acte Clôture", "{{ cloture }}")
    writer.line(_TAG, "{% for personne in signatures %}")
    writer.line("Acte Qualité", "{{ personne.qualite }}")
    writer.line("Acte Signataire", "{{ personne.nom }}")
    writer.line(_TAG, "{% endfor %}")
    writer.line("Acte Rubrique", "{{ titre_annexes }}")
    _item(writer, "Acte Puce", "{{ annexes }}")
    writer.line("Acte Certification", "{{ certification }}")
    writer.line("Acte Date", "{{ dates }}")


def _item(writer: Writer, style: str, text: str) -> None:
    writer.items([(Paragraph((Run(text),)),)], style)
