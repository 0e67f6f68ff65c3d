"""The pack to print and to sign of a long sitting is laid out by the worker."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import councils.models.fields

_UID = "Identifiant invalide : 1 à 64 lettres minuscules sans accent, chiffres ou tirets, sans tiret au début."


class Migration(migrations.Migration):
    dependencies = [
        ("deliberations", "0026_decision_annexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PackWork",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "uid",
                    models.CharField(
                        default=councils.models.fields.random_uid,
                        editable=False,
                        max_length=64,
                        validators=[django.core.validators.RegexValidator("^[a-z0-9][a-z0-9-]{0,63}$", _UID)],
                        verbose_name="identifiant",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("WAITING", "En attente"),
                            ("RUNNING", "En cours"),
                            ("DONE", "Terminé"),
                            ("FAILED", "Interrompu"),
                        ],
                        default="WAITING",
                        max_length=40,
                        verbose_name="état",
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0, verbose_name="étapes faites")),
                ("total", models.PositiveIntegerField(default=0, verbose_name="étapes")),
                (
                    "error",
                    models.TextField(
                        blank=True,
                        default="",
                        validators=[councils.models.fields.validate_text],
                        verbose_name="erreur",
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="demandé le")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="terminé le")),
                ("is_double_sided", models.BooleanField(default=True, verbose_name="recto verso")),
                ("binding_mm", models.PositiveSmallIntegerField(default=0, verbose_name="marge de reliure")),
                (
                    "recto",
                    models.CharField(
                        choices=[
                            ("EACH", "Chaque document sur un recto"),
                            ("GROUP", "Chaque séance commence sur un recto"),
                            ("NEVER", "À la suite, sans page blanche"),
                        ],
                        default="EACH",
                        max_length=40,
                        verbose_name="pages blanches",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="demandé par",
                    ),
                ),
                (
                    "sitting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pack_works",
                        to="deliberations.sitting",
                        verbose_name="séance",
                    ),
                ),
            ],
            options={
                "verbose_name": "préparation d'un dossier à signer",
                "verbose_name_plural": "préparations de dossiers à signer",
                "ordering": ("-asked_at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sitting", "uid"),
                        name="pack_work_uid",
                        violation_error_message="Une préparation de cette séance porte déjà cet identifiant.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["WAITING", "RUNNING"])),
                        fields=("sitting", "is_double_sided", "binding_mm", "recto"),
                        name="pack_work_one_at_once",
                        violation_error_message="Ce dossier est déjà en préparation.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("binding_mm__lte", 12)),
                        name="pack_work_binding",
                        violation_error_message="La marge de reliure va de 0 à 12 mm.",
                    ),
                ],
            },
        ),
    ]
