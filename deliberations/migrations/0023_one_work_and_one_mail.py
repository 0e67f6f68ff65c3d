"""Leave one long work going in each volume, and one e-mail of a file to a member: the constraints that follow ask it."""

from django.db import migrations

_GOING = ("WAITING", "RUNNING")
_INTERRUPTED = "L'opération s'est interrompue. Recommencez ; si cela dure, prévenez l'assistance."


def end_lost_works(apps, schema_editor):
    """Of the works that go on in a volume, the latest entry and the latest file do; the others are told as stopped."""
    rows = apps.get_model("deliberations", "RegisterWork").objects.filter(state__in=_GOING)
    seen = set()
    for row in rows.order_by("-asked_at", "-pk"):
        key = (row.volume_id, row.source == "")
        if key in seen:
            row.state, row.error = "FAILED", _INTERRUPTED
            row.save(update_fields=["state", "error"])
        seen.add(key)


def tell_apart_doubled_mails(apps, schema_editor):
    """A file sent twice to a member was sent twice: the second line stays, without the file."""
    rows = apps.get_model("deliberations", "MinutesDistribution").objects
    seen = set()
    for row in rows.filter(document__isnull=False).order_by("pk"):
        key = (row.document_id, row.member_id)
        if key in seen or row.member_id is None:
            rows.filter(pk=row.pk).update(document=None)
        seen.add(key)


class Migration(migrations.Migration):
    dependencies = [("deliberations", "0022_import_attempts")]

    operations = [
        migrations.RunPython(end_lost_works, migrations.RunPython.noop),
        migrations.RunPython(tell_apart_doubled_mails, migrations.RunPython.noop),
    ]
