import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0005_grading"),
    ]

    operations = [
        migrations.CreateModel(
            name="ColumnMemory",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("case-files", "Case files, with grades and answers"),
                            ("recommendations", "Recommendations"),
                            ("published-counts", "Published counts"),
                            ("whole", "Everything, from a workbook that was taken out whole"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "heading",
                    models.CharField(
                        help_text="In the form in which headings are compared.", max_length=200
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        blank=True, help_text="“” where it is not read.", max_length=80
                    ),
                ),
                (
                    "force",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="column_memories",
                        to="audit.force",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "column memories",
                "ordering": ["force", "kind", "heading"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("force", "kind", "heading"), name="column_memory_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("case-files", "Case files, with grades and answers"),
                            ("recommendations", "Recommendations"),
                            ("published-counts", "Published counts"),
                            ("whole", "Everything, from a workbook that was taken out whole"),
                        ],
                        default="case-files",
                        max_length=20,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("chosen", "Columns to match"),
                            ("checking", "Being checked"),
                            ("checked", "Checked, not imported"),
                            ("importing", "Being imported"),
                            ("done", "Imported"),
                            ("cancelled", "Cancelled"),
                            ("undone", "Undone"),
                        ],
                        default="chosen",
                        max_length=12,
                    ),
                ),
                ("file_name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256 of the file")),
                ("started_at", models.DateTimeField(auto_now_add=True)),
                ("sheet", models.CharField(blank=True, max_length=200)),
                (
                    "heading",
                    models.PositiveIntegerField(default=0, verbose_name="row of the headings"),
                ),
                ("headings", models.JSONField(blank=True, default=list)),
                (
                    "columns",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="The code of each column from the left; “” if unread.",
                    ),
                ),
                (
                    "number_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("crime", "Crime"),
                            ("custody", "Custody"),
                            ("missing", "Missing person"),
                            ("incident", "Incident"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                        verbose_name="kind of the local numbers",
                    ),
                ),
                ("rows", models.PositiveIntegerField(default=0)),
                (
                    "notes",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="What was noticed in the file, and does no harm.",
                    ),
                ),
                ("counts", models.JSONField(blank=True, default=dict, help_text="Outcome → rows.")),
                (
                    "plan_sha256",
                    models.CharField(
                        blank=True,
                        help_text="Of what was shown before it was confirmed.",
                        max_length=64,
                    ),
                ),
                (
                    "held_too",
                    models.BooleanField(
                        default=False, verbose_name="held rows were read and imported, too"
                    ),
                ),
                (
                    "changed_since",
                    models.BooleanField(
                        default=False,
                        help_text="Confirmed once, when it was no longer what had been shown.",
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("content", models.BinaryField(null=True)),
                ("samples", models.BinaryField(null=True)),
                ("results", models.BinaryField(null=True)),
                ("made", models.BinaryField(null=True)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="import_runs",
                        to="audit.round",
                        verbose_name="inspection or audit",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="import_runs",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-started_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status", "undone"),
                                ("undone_at__isnull", False),
                                ("undone_by__isnull", False),
                            ),
                            models.Q(
                                models.Q(("status", "undone"), _negated=True),
                                ("undone_at", None),
                                ("undone_by", None),
                            ),
                            _connector="OR",
                        ),
                        name="import_run_undone_by_somebody",
                        violation_error_message="Say who undid the import and when, and only then.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status__in", ["checked", "importing", "done"]), _negated=True
                            ),
                            models.Q(("plan_sha256", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="import_run_checked_before_done",
                        violation_error_message="Check the rows before you import them.",
                    ),
                ],
            },
        ),
    ]
