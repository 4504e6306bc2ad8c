"""What the wallet's pages say, in three languages."""

LANGUAGES = ("zh", "ko", "en")

WORDS: dict[str, dict[str, str]] = {
    "wallet": {"en": "Wallet", "ko": "지갑", "zh": "钱包"},
    "wallets": {"en": "Wallets", "ko": "지갑 목록", "zh": "钱包"},
    "note": {
        "en": "A simulated wallet. No real money moves here.",
        "ko": "모의 지갑입니다. 실제 돈은 움직이지 않습니다.",
        "zh": "模拟钱包，不涉及真实资金。",
    },
    "balance": {"en": "Balance", "ko": "잔액", "zh": "余额"},
    "pay": {"en": "Pay", "ko": "결제하기", "zh": "确认付款"},
    "pay_to": {"en": "Pay to the store", "ko": "매장에 결제", "zh": "付款给商家"},
    "pay_with": {"en": "Pay with", "ko": "결제할 지갑", "zh": "付款钱包"},
    "paid": {"en": "Paid", "ko": "결제 완료", "zh": "支付成功"},
    "back": {"en": "Back to the store", "ko": "매장으로 돌아가기", "zh": "返回商家"},
    "to_wallet": {"en": "To my wallet", "ko": "내 지갑으로", "zh": "我的钱包"},
    "open": {"en": "Open a wallet with ¥1,000", "ko": "¥1,000이 든 지갑 만들기", "zh": "新建钱包（¥1,000）"},
    "your_name": {"en": "Name", "ko": "이름", "zh": "名字"},
    "scan": {"en": "Pay a QR code", "ko": "QR로 결제", "zh": "扫码付款"},
    "paste": {"en": "Paste the code's address", "ko": "QR 주소 붙여넣기", "zh": "粘贴二维码地址"},
    "next": {"en": "Next", "ko": "다음", "zh": "下一步"},
    "show_code": {"en": "Show my payment code", "ko": "결제 코드 보이기", "zh": "出示付款码"},
    "code_note": {
        "en": "Let the cashier scan it. Good for one minute, once.",
        "ko": "계산원에게 보여 주세요. 1분 동안 한 번만 쓸 수 있습니다.",
        "zh": "请向收银员出示，一分钟内有效，仅限一次。",
    },
    "waiting": {"en": "Waiting for you", "ko": "확인이 필요한 결제", "zh": "待确认付款"},
    "recent": {"en": "Recent", "ko": "최근 내역", "zh": "最近交易"},
    "nothing": {"en": "Nothing yet.", "ko": "아직 없습니다.", "zh": "暂无记录。"},
    "refunded": {"en": "refunded", "ko": "환불됨", "zh": "已退款"},
    "problem": {"en": "This did not work", "ko": "처리하지 못했습니다", "zh": "未能完成"},
    "not_here": {"en": "There is no such wallet.", "ko": "해당 지갑이 없습니다.", "zh": "没有这个钱包。"},
    "WAIT_BUYER_PAY": {"en": "to be paid", "ko": "결제 대기", "zh": "待付款"},
    "TRADE_SUCCESS": {"en": "paid", "ko": "결제됨", "zh": "已付款"},
    "TRADE_FINISHED": {"en": "final", "ko": "거래 완료", "zh": "已完成"},
    "TRADE_CLOSED": {"en": "closed", "ko": "종료됨", "zh": "已关闭"},
}


def word(key: str, *, language: str) -> str:
    """One text."""
    return WORDS[key][language]


def chosen_language(*, asked: str | None, accepted: str) -> str:
    """The language of a page: the one asked for, else the first the browser accepts that there is, else Chinese."""
    if asked in LANGUAGES:
        return str(asked)
    for part in accepted.lower().split(","):
        language = part.split(";")[0].strip()[:2]
        if language in LANGUAGES:
            return language
    return "zh"
