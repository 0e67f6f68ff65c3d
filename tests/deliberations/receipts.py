"""Answers of @CTES as they come, for a fictional authority."""

from tests.deliberations.finishing import SIREN

_SPACES = (
    'xmlns:actes="http://www.interieur.gouv.fr/ACTES#v1.1-20040216" xmlns:insee="http://xml.insee.fr/schema"'
)


def receipt(
    *,
    number: str = "2026_1",
    received_on: str = "2026-11-11",
    subject: str = "Tarifs p1",
    siren: str = SIREN,
    decided_on: str = "20261110",
) -> bytes:
    """An ARActe (message 1-2)."""
    return f"""<?xml version="1.0" encoding="ISO-8859-1"?>
<actes:ARActe {_SPACES} actes:DateReception="{received_on}" actes:IDActe="059-{siren}-{decided_on}-{number}-DE">
<actes:ActeRecu actes:Date="2026-11-10" actes:NumeroInterne="{number}" actes:CodeNatureActe="1">
<actes:CodeMatiere1 actes:CodeMatiere="7"/><actes:CodeMatiere2 actes:CodeMatiere="5"/>
<actes:Objet>{subject}</actes:Objet>
<actes:ClassificationDateVersion>2019-08-29</actes:ClassificationDateVersion>
</actes:ActeRecu></actes:ARActe>""".encode("iso-8859-1")


def anomaly() -> bytes:
    """An AnomalieActe (message 1-3)."""
    return f"""<?xml version="1.0" encoding="ISO-8859-1"?>
<actes:AnomalieActe {_SPACES}><actes:Date>2026-11-11</actes:Date><actes:Nature>002</actes:Nature>
<actes:Detail>Classification périmée</actes:Detail>
<actes:ActeRecu actes:NumeroInterne="2026_1"/></actes:AnomalieActe>""".encode("iso-8859-1")


def cancellation() -> bytes:
    """An ARAnnulation (message 6-2)."""
    return f"""<?xml version="1.0" encoding="ISO-8859-1"?>
<actes:ARAnnulation {_SPACES} actes:DateReception="2026-11-12"
 actes:IDActe="059-{SIREN}-20261110-2026_1-DE"/>""".encode("iso-8859-1")
