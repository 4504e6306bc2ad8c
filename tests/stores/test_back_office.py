import io
import zipfile
from collections.abc import Callable

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from newretail.backoffice.bases import EditableAdmin, ReadOnlyAdmin
from newretail.catalog.models import Sku
from newretail.kernel import clock
from newretail.kernel.models import Event
from newretail.members.models import ConsentText, Member, Token
from newretail.stores import api as stores
from newretail.stores.models import Facing, Format, Shelf, StaffRole, Store, Zone

pytestmark = pytest.mark.django_db
ROOMS = ("members", "stores")
DESKS = sorted(
    (model._meta.app_label, model._meta.model_name)
    for model in admin.site._registry
    if model._meta.app_label in ROOMS
)


@pytest.fixture
def head_office(db: None) -> Client:
    """Somebody of head office by role alone: no superuser, no list of permissions."""
    member = Member.objects.create_user("hq@haru.example", name="Head Office", is_staff=True)
    StaffRole.objects.create(member=member, role="head_office")
    client = Client()
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    return client


def import_csv(client: Client, desk: str, text: str):
    """Upload, look at the preview, confirm; returns the preview."""
    file = SimpleUploadedFile("lines.csv", text.encode(), content_type="text/csv")
    preview = client.post(
        reverse(f"admin:{desk}_import"), {"import_file": file, "format": "0", "resource": ""}
    )
    assert preview.status_code == 200
    confirm = preview.context.get("confirm_form")
    if confirm is not None:
        client.post(reverse(f"admin:{desk}_process_import"), confirm.initial)
    return preview


@pytest.mark.parametrize(("app", "model"), DESKS)
def test_every_desk_opens_searches_and_adds(
    head_office: Client, lujiazui: Store, crab: Sku, app: str, model: str
):
    assert head_office.get(reverse(f"admin:{app}_{model}_changelist")).status_code == 200
    assert head_office.get(reverse(f"admin:{app}_{model}_changelist"), {"q": "a"}).status_code == 200
    desk = next(each for each in admin.site._registry.values() if each.opts.model_name == model)
    assert isinstance(desk, (EditableAdmin, ReadOnlyAdmin))
    expected = 403 if isinstance(desk, ReadOnlyAdmin) else 200
    assert head_office.get(reverse(f"admin:{app}_{model}_add")).status_code == expected
    assert head_office.get(reverse(f"admin:{app}_{model}_export")).status_code == 200


@pytest.mark.parametrize(("app", "model"), DESKS)
def test_staff_without_head_office_see_no_desk(lujiazui: Store, hired: Callable, app: str, model: str):
    manager, _ = hired("manager", lujiazui)
    client = Client()
    client.force_login(manager, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse(f"admin:{app}_{model}_changelist")).status_code == 302
    Member.objects.filter(id=manager.id).update(is_staff=True)
    assert client.get(reverse(f"admin:{app}_{model}_changelist")).status_code == 403


def test_the_sidebar_leads_through_the_rooms(head_office: Client):
    page = head_office.get(reverse("admin:index")).content.decode()
    assert "Haru" in page and reverse("admin:stores_store_changelist") in page
    assert "/admin/auth/group/" not in page and "/admin/account/" not in page


def test_a_store_keeps_its_code_and_is_never_deleted(head_office: Client, lujiazui: Store):
    page = head_office.get(reverse("admin:stores_store_change", args=["lujiazui"]))
    assert page.status_code == 200
    assert "code" not in page.context["adminform"].form.fields
    assert "state" not in page.context["adminform"].form.fields
    assert (
        head_office.post(reverse("admin:stores_store_delete", args=["lujiazui"]), {"post": "yes"}).status_code
        == 403
    )
    assert Store.objects.exists()


def test_pausing_from_the_desk_is_heard(head_office: Client, lujiazui: Store):
    head_office.post(
        reverse("admin:stores_store_changelist"), {"action": "pause", "_selected_action": ["lujiazui"]}
    )
    assert Store.objects.get().state == "paused"
    assert Event.objects.filter(name="store.state_changed").count() == 1


def test_hours_that_make_no_sense_are_refused_with_words(head_office: Client, lujiazui: Store):
    url = reverse("admin:stores_store_change", args=["lujiazui"])
    form = head_office.get(url).context["adminform"].form
    data = {name: form.initial.get(name) or "" for name in form.fields} | {"hours": '[["07:00","26:00"]]'}
    for prefix in ("zones", "packing_stations"):
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    answer = head_office.post(url, data)
    assert answer.status_code == 200
    assert "seven days" in str(answer.context["adminform"].form.errors["hours"])


def test_a_planogram_is_imported_by_the_codes_people_use(head_office: Client, lujiazui: Store, crab: Sku):
    Facing.objects.all().delete()
    import_csv(
        head_office, "stores_facing", f"store,shelf,sku,facings,capacity\nlujiazui,A-1,{crab.code},3,30\n"
    )
    facing = Facing.objects.get()
    assert (facing.shelf.code, facing.facings, facing.capacity) == ("A-1", 3, 30)
    import_csv(
        head_office, "stores_facing", f"store,shelf,sku,facings,capacity\nlujiazui,A-1,{crab.code},4,30\n"
    )
    assert Facing.objects.get().facings == 4


def test_a_planogram_with_a_shelf_of_another_store_is_refused(
    head_office: Client, lujiazui: Store, jingan: Store, crab: Sku
):
    Facing.objects.all().delete()
    import_csv(
        head_office, "stores_facing", f"store,shelf,sku,facings,capacity\njingan,A-1,{crab.code},3,30\n"
    )
    assert not Facing.objects.exists()


def test_zones_and_shelves_are_imported(head_office: Client, lujiazui: Store):
    import_csv(
        head_office,
        "stores_zone",
        "store,code,name_en,name_ko,name_zh,temperature,walk_order\nlujiazui,fruit,Fruit,과일,水果,ambient,1\n",
    )
    import_csv(head_office, "stores_shelf", "store,zone,code,walk_order\nlujiazui,fruit,F-01-1,5\n")
    assert Zone.objects.get().names == {"en": "Fruit", "ko": "과일", "zh": "水果"}
    assert str(Shelf.objects.get()) == "lujiazui/F-01-1"


def test_staff_are_imported_and_new_people_made(head_office: Client, lujiazui: Store):
    text = "store,role,email,name\nlujiazui,picker,jun@haru.example,Jun\nlujiazui,wizard,x@haru.example,X\n"
    preview = import_csv(head_office, "stores_staffrole", text)
    assert preview.context["result"].has_validation_errors()
    assert not Member.objects.filter(email="jun@haru.example").exists()
    import_csv(head_office, "stores_staffrole", "\n".join(text.split("\n")[:2]))
    jun = Member.objects.get(email="jun@haru.example")
    assert stores.roles_of(jun.id) == {("picker", "lujiazui")}
    assert Event.objects.filter(name="role.granted").count() == 1


def test_a_file_that_unpacks_to_too_much_is_refused(head_office: Client, lujiazui: Store, monkeypatch):
    monkeypatch.setattr("newretail.backoffice.bases.LARGEST_UNPACKED_BYTES", 1000)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "0" * 100_000)
    file = SimpleUploadedFile("bomb.xlsx", packed.getvalue())
    answer = head_office.post(
        reverse("admin:stores_zone_import"), {"import_file": file, "format": "1", "resource": ""}
    )
    assert "too large" in answer.content.decode()


def test_a_role_is_given_and_revoked_at_the_desk_but_never_edited(
    head_office: Client, lujiazui: Store, jingan: Store
):
    member = Member.objects.create_user("jun@haru.example", name="Jun")
    head_office.post(
        reverse("admin:stores_staffrole_add"),
        {"member": str(member.id), "store": "lujiazui", "role": "cashier"},
    )
    held = StaffRole.objects.get(member=member)
    change = reverse("admin:stores_staffrole_change", args=[held.id])
    head_office.post(change, {"member": str(member.id), "store": "jingan", "role": "manager"})
    held.refresh_from_db()
    assert (held.store_id, held.role) == ("lujiazui", "cashier")
    head_office.post(
        reverse("admin:stores_staffrole_changelist"), {"action": "revoke", "_selected_action": [held.id]}
    )
    held.refresh_from_db()
    assert held.revoked_at is not None


def test_the_keys_to_an_account_are_not_changed_by_hand(head_office: Client):
    member = Member.objects.create_user("jun@haru.example", name="Jun")
    page = head_office.get(reverse("admin:members_member_change", args=[member.id]))
    assert not {"email", "phone", "password", "is_staff", "is_superuser"} & set(
        page.context["adminform"].form.fields
    )


def test_head_office_cannot_touch_the_superuser(head_office: Client):
    root = Member.objects.create_superuser("root@haru.example", "correct horse battery")
    url = reverse("admin:members_member_change", args=[root.id])
    head_office.post(url, {"name": "gone", "language": "en"})
    root.refresh_from_db()
    assert root.is_active and root.name == ""


def test_a_member_is_erased_at_the_desk(head_office: Client):
    member = Member.objects.create_user("jun@haru.example", name="Jun")
    head_office.post(
        reverse("admin:members_member_changelist"), {"action": "erase", "_selected_action": [str(member.id)]}
    )
    member.refresh_from_db()
    assert member.kind == "erased"


def test_a_consent_text_is_added_and_never_changed(head_office: Client):
    text = ConsentText.objects.get(purpose="terms")
    head_office.post(reverse("admin:members_consenttext_change", args=[text.id]), {"texts_en": "other"})
    text.refresh_from_db()
    assert text.texts["en"] != "other"


def test_no_desk_shows_a_secret(head_office: Client, lujiazui: Store):
    member = Member.objects.create_user("jun@haru.example", name="Jun")
    token = Token.objects.create(hash="f" * 64, member=member, label="phone", created_at=clock.now())
    page = head_office.get(reverse("admin:members_token_change", args=[token.id]))
    assert "f" * 64 not in page.content.decode()


def test_a_badge_is_withdrawn_at_its_desk_and_its_digest_shown_nowhere(head_office: Client, lujiazui: Store):
    member = Member.objects.create_user("jun@haru.example", name="Jun")
    StaffRole.objects.create(member=member, store=lujiazui, role="picker")
    badge, code = stores.issue_badge(member_id=member.id, store_id="lujiazui")
    shown = head_office.get(reverse("admin:stores_badge_changelist"))
    assert "Jun" in shown.content.decode() and badge.digest not in shown.content.decode()
    head_office.post(
        reverse("admin:stores_badge_changelist"), {"action": "withdraw", "_selected_action": [str(badge.id)]}
    )
    assert not stores.is_good_badge(code)


def test_a_file_changes_nothing_that_is_fixed(head_office: Client, lujiazui: Store):
    """What no hand may change on the page (a store's currency) no file changes either."""
    names = "name_en"
    line = f"lujiazui,Lujiazui,{lujiazui.format_id},31.2,121.5"
    preview = import_csv(
        head_office,
        "stores_store",
        f"code,{names},format,latitude,longitude,currency\n{line},KRW\n",
    )
    assert "never changes" in preview.content.decode()
    assert Store.objects.get().currency == lujiazui.currency
    import_csv(
        head_office,
        "stores_store",
        f"code,{names},format,latitude,longitude,currency,address\n{line},{lujiazui.currency},Lane 77\n",
    )
    assert Store.objects.get().address == "Lane 77"


def test_a_format_with_an_unknown_capability_is_refused_from_a_file_too(head_office: Client, lujiazui: Store):
    preview = import_csv(
        head_office,
        "stores_format",
        'code,name_en,name_ko,name_zh,capabilities\nodd,Odd,별난,怪,"[""deliverry""]"\n',
    )
    assert "deliverry" in preview.content.decode()
    assert not Format.objects.filter(code="odd").exists()
