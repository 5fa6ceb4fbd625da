"""Police forces."""

from __future__ import annotations

from django.db import models

from audit.models.scope import ReferenceQuerySet


class ForceManager(models.Manager.from_queryset(ReferenceQuerySet)):
    def get_by_natural_key(self, code: str) -> Force:
        return self.get(code=code)


class Force(models.Model):
    """A police force; an invented one is marked so wherever its name stands."""

    class Kind(models.TextChoices):
        TERRITORIAL = "territorial", "Territorial"
        NATIONAL = "national", "National"
        INVENTED = "invented", "Invented for demonstration"

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    full_name = models.CharField(max_length=120)
    ons_code = models.CharField("ONS code", max_length=9, blank=True)
    country = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.TERRITORIAL)

    objects = ForceManager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["ons_code"], condition=~models.Q(ons_code=""), name="force_ons_code_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.full_name} (invented)" if self.is_invented else self.full_name

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    @property
    def is_invented(self) -> bool:
        return self.kind == self.Kind.INVENTED
