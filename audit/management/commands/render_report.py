"""manage.py render_report ROUND KIND --output FILE: a report as PDF (or, --html, as a page; or,
--word, as a Word document where boards edit that kind).

The last published version is written as it was frozen. Where none is published, or with
--draft, the report is made from the rows as they are now and marked as a draft.
"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from audit.documents.kinds import KINDS
from audit.documents.render import render_html, render_pdf
from audit.documents.word import render_word
from audit.models import ReportVersion, Round, User
from audit.services.reports import draft_snapshot


class Command(BaseCommand):
    help = "Writes a report to a file: its last published version, else a draft."

    def add_arguments(self, parser):
        parser.add_argument("round", help="its code, such as durham-2019")
        parser.add_argument("kind", choices=sorted(KINDS), help="the kind of document")
        parser.add_argument("--output", type=Path, required=True, help="the file to write")
        form = parser.add_mutually_exclusive_group()
        form.add_argument("--html", action="store_true", help="the page instead of the PDF")
        form.add_argument("--word", action="store_true", help="a Word document instead")
        parser.add_argument("--draft", action="store_true", help="from the rows as they are now")

    def handle(self, *args, **options):
        by = User.objects.service_account()
        round = (
            Round.objects.visible_to(by)
            .select_related("force", "framework")
            .filter(code=options["round"])
            .first()
        )
        if round is None:
            raise CommandError(f"There is no round “{options['round']}”.")
        output: Path = options["output"]
        if not output.parent.is_dir():
            raise CommandError(f"There is no folder {output.parent}. Make it first.")
        if output.is_dir():
            raise CommandError(f"{output} is a folder. Name a file in it.")
        kind = KINDS[options["kind"]]
        if not kind.offered_for(round):
            raise CommandError(f"There is no {kind.title.lower()} of {round}.")
        if options["word"] and not kind.word:
            raise CommandError(f"{kind.title} is no Word document. Leave out --word.")
        form = next((name for name in ("html", "word") if options[name]), "pdf")
        content = self.content(round, kind.name, form, options["draft"])
        output.write_bytes(content)
        self.stdout.write(str(output))

    def content(self, round: Round, kind: str, form: str, draft: bool) -> bytes:
        versions = ReportVersion.objects.filter(report__round=round, report__kind=kind)
        last = versions.order_by("-number").first()
        if last and not draft and form != "word":
            return bytes(last.html if form == "html" else last.pdf)
        frozen = last.snapshot_data if last and not draft else None
        snapshot = frozen or draft_snapshot(round=round, kind=kind)
        if form == "word":
            return render_word(snapshot)
        return render_html(snapshot).encode() if form == "html" else render_pdf(snapshot)
