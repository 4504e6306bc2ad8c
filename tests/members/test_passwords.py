"""Which passwords head office may choose: none that anybody at this house would try first."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from newretail.chain.api import chain
from newretail.kernel import text
from newretail.members.models import Member

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Member:
    return Member.objects.create_user("mina.song@haru.example", name="Mina Song")


@pytest.mark.parametrize(
    "password",
    [
        "{chain}-2026!",
        "{chain}{chain}{chain}",
        "N3wR3tail-Manager",
        "HeadOffice_Store_1",
        "{badge}-{chain}-99",
        "MinaSong-manager1",
        "mina.song.{chain}",
        "haru.example.2026",
        "ｎｅｗｒｅｔａｉｌ２０２６",
    ],
)
def test_words_of_the_chain_make_no_password_however_they_are_spelt(office: Member, password: str):
    card = chain()
    asked = password.format(chain=card.names.say("en").replace(" ", ""), badge=card.badge_prefix)
    with pytest.raises(ValidationError) as refused:
        validate_password(asked.ljust(12, "1"), office)
    assert "password_of_chain_words" in {error.code for error in refused.value.error_list}


@pytest.mark.parametrize(
    "password",
    [
        "a long walk by the river",
        "correct horse battery",
        "manager of quiet lampposts",
        "강가를 따라 오래 걷는 아침",
        "沿着河边慢慢走很久的早晨",
    ],
)
def test_a_password_with_enough_beside_them_is_taken(office: Member, password: str):
    validate_password(password, office)


def test_it_is_refused_in_words_of_ones_own_language(office: Member):
    said = set()
    for language in ("en", "ko", "zh"):
        with text.speaking(language), pytest.raises(ValidationError) as refused:
            validate_password("newretail-store-1", office)
        said |= set(refused.value.messages)
    assert len(said) == 3
