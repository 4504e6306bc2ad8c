"""Every desk's file opens by a double click, runs nothing, and is read back as it went out."""

import csv
import io

import openpyxl
import pytest
import tablib
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from newretail.backoffice.formats import SafeCsv, SafeXlsx
from newretail.members.models import Member
from newretail.stores.models import StaffRole

NASTY = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-1+2",
    "@SUM(1)",
    "＝1+1",
    "a;=1",
    "'=x",
    "-5",
    "00123",
    "12",
    "一\n-二",
    "",
    "x\t=1",
]


@pytest.mark.parametrize("kind", [SafeCsv, SafeXlsx])
def test_a_table_comes_back_as_it_went_out(kind: type[SafeCsv] | type[SafeXlsx]) -> None:
    table = tablib.Dataset(*([each, "x"] for each in NASTY), headers=["name", "note"])
    back = kind().create_dataset(kind().export_data(table))
    assert [str(cell) for cell in back["name"]] == NASTY


def test_the_files_run_nothing() -> None:
    table = tablib.Dataset(*([each] for each in NASTY), headers=["name"])
    file = SafeCsv().export_data(table)
    assert file.startswith(b"\xef\xbb\xbf")
    shown = [row[0] for row in csv.reader(io.StringIO(file.decode("utf-8-sig"), newline=""))]
    assert not [cell for cell in shown if cell[:1] in "=+@＝\t" and cell]
    book = openpyxl.load_workbook(io.BytesIO(SafeXlsx().export_data(table)))
    assert not [cell for row in book.active.iter_rows() for cell in row if cell.data_type == "f"]


@pytest.mark.parametrize(
    "file",
    [
        "name;note\r\nA;1\r\n".encode("utf-8-sig"),
        "name\tnote\nA\t1\n".encode("utf-16"),
        b"sep=;\r\nname;note\r\nA;1\r\n",
        b"\r\nname,note,\r\nA,1,\r\n,,\r\n",
        b"name,note\rA,1\r",
    ],
)
def test_what_spreadsheets_write_is_read(file: bytes) -> None:
    table = SafeCsv().create_dataset(file)
    assert (table.headers, list(table)) == (["name", "note"], [("A", "1")])


def test_an_encoding_that_is_not_certain_is_refused_with_a_reason() -> None:
    with pytest.raises(ValidationError, match="UTF-8"):
        SafeCsv().create_dataset("name\nMâche d'été\n".encode("cp1252"))


@pytest.mark.django_db
def test_every_desk_writes_and_reads_these_files_only() -> None:
    for desk in admin.site._registry.values():
        formats = getattr(desk, "formats", None)
        assert (
            formats is None
            or tuple(formats) == (SafeCsv, SafeXlsx)
            or not desk.__module__.startswith("newretail")
        )


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["0", "1"])
def test_a_guests_name_is_no_formula_at_the_members_desk(kind: str) -> None:
    member = Member.objects.create_user("hq@haru.example", name="Head Office", is_staff=True)
    StaffRole.objects.create(member=member, role="head_office")
    Member.objects.create_user("g@haru.example", name="=HYPERLINK(1)")
    client = Client()
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post(reverse("admin:members_member_export"), {"format": kind, "resource": ""})
    assert answer.status_code == 200
    if kind == "0":
        assert "'=HYPERLINK(1)" in answer.getvalue().decode("utf-8-sig")
    else:
        cells = [
            cell
            for row in openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active.iter_rows()
            for cell in row
        ]
        assert [cell.data_type for cell in cells if cell.value == "=HYPERLINK(1)"] == ["s"]
