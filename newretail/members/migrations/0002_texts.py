"""The table that counts attempts at signing in, and the first texts that people may agree to."""

from typing import Any

from django.db import migrations

TEXTS = {
    "terms": (
        "I buy at the prices shown. Weighed goods are charged by their real weight, never more than agreed; what is "
        "missing is refunded.",
        "표시된 가격으로 구매합니다. 무게를 재는 상품은 실제 무게로, 동의한 금액을 넘지 않게 결제되고 빠진 상품은 환불됩니다.",
        "我按标示价格购买。称重商品按实际重量计价，不会超过约定金额；缺货部分将退款。",
    ),
    "personalisation": (
        "The store may use my past purchases to suggest what I may need next. Prices stay the same for everybody.",
        "지난 구매를 바탕으로 필요할 만한 상품을 추천해도 좋습니다. 가격은 누구에게나 같습니다.",
        "商店可以根据我的购买记录推荐商品。价格对所有人一致。",
    ),
    "marketing": (
        "The store may send me messages about offers. I can stop them at any time.",
        "할인 소식을 보내도 좋습니다. 언제든 그만 받을 수 있습니다.",
        "商店可以向我发送优惠信息，我可随时退订。",
    ),
    "location": (
        "The store may use my phone's position while I am ordering, to tell whether and when it can deliver.",
        "주문하는 동안 배달 가능 여부와 시간을 알려 주기 위해 위치를 사용해도 좋습니다.",
        "下单期间，商店可以使用我的位置来判断能否送达及送达时间。",
    ),
}


def write_texts(apps: Any, _schema: Any) -> None:
    text = apps.get_model("members", "ConsentText")
    for purpose, (en, ko, zh) in TEXTS.items():
        text.objects.create(
            purpose=purpose,
            version=1,
            texts={"en": en, "ko": ko, "zh": zh},
            published_at="2020-01-01T00:00:00Z",
        )


class Migration(migrations.Migration):
    dependencies = [("members", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """
            CREATE TABLE members_attempt (
                cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL
            );
            CREATE INDEX members_attempt_expires ON members_attempt (expires);
            CREATE FUNCTION members_consent_text_stays() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'a text that people agreed to is never changed: publish a new version'
                    USING ERRCODE = 'check_violation';
            END $$;
            CREATE TRIGGER consent_text_stays BEFORE UPDATE OR DELETE ON members_consenttext
                FOR EACH ROW EXECUTE FUNCTION members_consent_text_stays();
            """,
            "DROP TABLE members_attempt; DROP FUNCTION members_consent_text_stays() CASCADE;",
        ),
        migrations.RunPython(write_texts, migrations.RunPython.noop),
    ]
