"""Parties: countries, groups of countries, and the organisations that articles name."""

from schemas.table import Table, Text, enum, table, text
from schemas.vocabulary import PartyKind


@table("parties", "Parties", key=["party"])
class Parties(Table):
    """A party that a row points to: a country, a group of countries, or an organisation as the texts name it."""

    party: Text = text("ISO 3166-1 alpha-3 code, group code, or the organisation's name")
    kind: Text = enum(PartyKind, "What the party is")
    name_en: Text = text("Name in English, null for an organisation known by a name in another language", nullable=True)
    name_ru: Text = text("Name in Russian", nullable=True)
    name_kk: Text = text("Name in Kazakh", nullable=True)
