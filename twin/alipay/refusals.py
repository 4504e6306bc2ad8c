"""What the gateway refuses, in the Open API's own codes.

Source: https://opendocs.alipay.com/common/02km9f (public codes) and the error table of each method.
"""

MESSAGES = {
    "10000": "Success",
    "10003": "order success pay inprocess",
    "20000": "Service Currently Unavailable",
    "40001": "Missing Required Arguments",
    "40002": "Invalid Arguments",
    "40004": "Business Failed",
    "40006": "Insufficient Permissions",
}

# sub_code: what Alipay's wire says, then what a person reads on the wallet page in English and Korean.
REASONS: dict[str, tuple[str, str, str]] = {
    "ACQ.TRADE_NOT_EXIST": ("交易不存在", "There is no such payment.", "해당 결제를 찾을 수 없습니다."),
    "ACQ.TRADE_HAS_SUCCESS": ("交易已被支付", "This has already been paid.", "이미 결제되었습니다."),
    "ACQ.TRADE_HAS_CLOSE": (
        "交易已经关闭",
        "This payment has been closed.",
        "취소되었거나 만료된 결제입니다.",
    ),
    "ACQ.TRADE_HAS_FINISHED": ("交易已完结", "This payment is final.", "이미 완료된 거래입니다."),
    "ACQ.TRADE_STATUS_ERROR": (
        "交易状态不合法",
        "The payment is not in a state for this.",
        "지금은 처리할 수 없는 거래입니다.",
    ),
    "ACQ.TRADE_CANCEL_TIME_OUT": (
        "超过撤销时间范围",
        "Too late to cancel; refund it.",
        "취소 기간이 지났습니다.",
    ),
    "ACQ.BUYER_BALANCE_NOT_ENOUGH": (
        "买家余额不足",
        "There is not enough money in this wallet.",
        "지갑의 잔액이 부족합니다.",
    ),
    "ACQ.SELLER_BALANCE_NOT_ENOUGH": (
        "卖家余额不足",
        "The seller has not enough money for this.",
        "판매자의 잔액이 부족합니다.",
    ),
    "ACQ.PAYMENT_AUTH_CODE_INVALID": (
        "支付授权码无效",
        "This payment code is not valid any more.",
        "유효하지 않은 결제 코드입니다.",
    ),
    "ACQ.CONTEXT_INCONSISTENT": (
        "交易信息被篡改",
        "This number belongs to another amount.",
        "금액이 처음 요청과 다릅니다.",
    ),
    "ACQ.DISCORDANT_REPEAT_REQUEST": (
        "不一致的请求",
        "This number belongs to another refund.",
        "환불 요청이 처음과 다릅니다.",
    ),
    "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL": (
        "退款金额超限",
        "The refund is more than what is left.",
        "환불 금액이 남은 금액보다 큽니다.",
    ),
    "ACQ.REASON_TRADE_REFUND_FEE_ERR": (
        "退款金额无效",
        "The refund amount is not valid.",
        "환불 금액이 올바르지 않습니다.",
    ),
    "ACQ.INVALID_PARAMETER": (
        "参数无效",
        "Something in the request is not valid.",
        "요청 값이 올바르지 않습니다.",
    ),
    "BILL_NOT_EXIST": ("账单不存在", "There is no such bill yet.", "아직 청구서가 없습니다."),
    "NO_BILL_DATA": ("当天无账单数据", "There was no business on that day.", "해당 날짜의 거래가 없습니다."),
    "aop.unknow-error": (
        "系统繁忙",
        "The service is busy. Try again.",
        "서비스가 혼잡합니다. 다시 시도해 주세요.",
    ),
    "isv.invalid-signature": ("无效签名", "The signature does not verify.", "서명이 올바르지 않습니다."),
    "isv.missing-signature": ("缺少签名参数", "The signature is missing.", "서명이 없습니다."),
    "isv.missing-app-id": ("缺少appId参数", "app_id is missing.", "app_id가 없습니다."),
    "isv.invalid-app-id": ("无效的appId参数", "app_id is not known here.", "등록되지 않은 app_id입니다."),
    "isv.missing-method": ("缺少方法名参数", "method is missing.", "method가 없습니다."),
    "isv.invalid-method": ("不存在的方法名", "There is no such method.", "없는 메서드입니다."),
    "isv.missing-timestamp": ("缺少时间戳参数", "timestamp is missing.", "timestamp가 없습니다."),
    "isv.invalid-timestamp": (
        "非法的时间戳参数",
        "timestamp is not valid.",
        "timestamp가 올바르지 않습니다.",
    ),
    "isv.missing-version": ("缺少版本参数", "version is missing.", "version이 없습니다."),
    "isv.missing-signature-type": ("缺少签名类型参数", "sign_type is missing.", "sign_type이 없습니다."),
    "isv.invalid-signature-type": (
        "无效的签名类型",
        "sign_type is not RSA2.",
        "sign_type은 RSA2여야 합니다.",
    ),
    "isv.invalid-charset": (
        "无效的字符集参数",
        "charset is not utf-8, gbk or gb2312.",
        "charset은 utf-8, gbk, gb2312 중 하나여야 합니다.",
    ),
    "isv.decryption-error-not-valid-encrypt-key": (
        "解密出错，未配置加密密钥或加密密钥格式错误",
        "No key for encrypted content is set up.",
        "암호화 키가 설정되어 있지 않습니다.",
    ),
    "isv.invalid-app-cert-sn": (
        "应用证书序列号无效",
        "app_cert_sn is not the number of this app's certificate.",
        "app_cert_sn이 이 앱의 인증서 번호가 아닙니다.",
    ),
    "isv.invalid-alipay-root-cert-sn": (
        "支付宝根证书序列号无效",
        "alipay_root_cert_sn is not the number of the root certificate.",
        "alipay_root_cert_sn이 루트 인증서 번호가 아닙니다.",
    ),
    "isv.insufficient-isv-permissions": (
        "应用未签约或无权调用该接口",
        "This app has no contract for this method.",
        "이 앱은 해당 기능을 사용할 권한이 없습니다.",
    ),
    "isv.invalid-format": ("无效的数据格式", "format is not JSON.", "format은 JSON이어야 합니다."),
    "isv.invalid-parameter": ("参数无效", "biz_content is not valid.", "biz_content가 올바르지 않습니다."),
}


class Refused(Exception):
    """The gateway will not do it; nothing was changed. `code` and `sub_code` are the Open API's."""

    def __init__(self, sub_code: str, *, code: str = "40004", detail: str = "") -> None:
        super().__init__(f"{sub_code} {detail}".strip())
        self.code = code
        self.sub_code = sub_code
        self.detail = detail

    def payload(self) -> dict[str, str]:
        """The response object of the wire."""
        zh = REASONS[self.sub_code][0]
        sub_msg = f"{zh}: {self.detail}" if self.detail else zh
        return {"code": self.code, "msg": MESSAGES[self.code], "sub_code": self.sub_code, "sub_msg": sub_msg}

    def texts(self) -> dict[str, str]:
        """What a person reads, by language."""
        zh, en, ko = REASONS[self.sub_code]
        return {"en": en, "ko": ko, "zh": zh + "。"}
