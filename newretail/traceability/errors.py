"""What traceability refuses. A document is taken whole or not at all."""

from newretail.kernel.errors import Refusal
from newretail.kernel.text import Text


class DocumentRefused(Refusal):
    """`events`: each event that cannot be taken, {event, eventID, reason}; `event` counts from nought. `first` is the first of the reasons."""

    code = "epcis_document_refused"
    status = 422
    text = Text(
        en="Nothing of this document was taken. The first reason: {first}",
        ko="이 문서는 전혀 반영되지 않았습니다. 첫 번째 이유: {first}",
        zh="该文件的内容均未接收。首个原因：{first}",
    )


class Unfit(Exception):
    """Why one event cannot be taken."""

    def __init__(self, why: Text, **values: object) -> None:
        super().__init__(why.say("en", **values))
        self.why, self.values = why, values

    def say(self) -> str:
        return self.why.say(None, **self.values)


def shown(value: object) -> str:
    """What somebody sent, fit to be told back to them: short, and of characters that every answer can carry."""
    return str(value)[:300].encode("ascii", "backslashreplace").decode()


NO_EVENTS = Text(
    en="A document has 1 to {most} events.",
    ko="문서에는 이벤트가 1~{most}개 있어야 합니다.",
    zh="文件须包含 1 至 {most} 个事件。",
)
NOT_A_RECEIPT = Text(
    en="Only ObjectEvents with action OBSERVE or ADD and bizStep receiving are taken; all else happens here and is told by us.",
    ko="action이 OBSERVE 또는 ADD이고 bizStep이 receiving인 ObjectEvent만 받습니다. 나머지는 매장에서 일어나며 저희가 알려 드립니다.",
    zh="只接收 action 为 OBSERVE 或 ADD、bizStep 为 receiving 的 ObjectEvent；其余事件发生在门店，由我方告知。",
)
A_CORRECTION = Text(
    en="An errorDeclaration is not taken: a receipt is corrected by a person, by its opposite in the ledger.",
    ko="errorDeclaration은 받지 않습니다. 입고는 담당자가 원장에서 반대 이동으로 바로잡습니다.",
    zh="不接收 errorDeclaration：入库由工作人员在台账中以反向记录更正。",
)
NO_ID = Text(
    en="An event needs an eventID, a URI of at most 300 characters: by it, it is taken once.",
    ko="이벤트에는 300자 이하 URI인 eventID가 필요합니다. 이것으로 한 번만 반영됩니다.",
    zh="事件需要 eventID（不超过 300 个字符的 URI），以保证只接收一次。",
)
NO_TIME = Text(
    en="eventTime must be a time with its zone, not in the future, and eventTimeZoneOffset like +09:00.",
    ko="eventTime은 시간대가 있는 미래가 아닌 시각, eventTimeZoneOffset은 +09:00 형식이어야 합니다.",
    zh="eventTime 须为带时区且不在未来的时间，eventTimeZoneOffset 须如 +09:00。",
)
NO_PLACE = Text(
    en="bizLocation must name a store of ours, by the Digital Link of its GLN or by its address here.",
    ko="bizLocation은 저희 매장을 GLN의 Digital Link 또는 이곳의 매장 주소로 가리켜야 합니다.",
    zh="bizLocation 须以 GLN 的 Digital Link 或本站门店地址指明我方门店。",
)
ANOTHER_STORE = Text(
    en="All events of a document must be of one store; this one is of another.",
    ko="한 문서의 이벤트는 모두 한 매장의 것이어야 합니다. 이 이벤트는 다른 매장의 것입니다.",
    zh="同一文件的事件须属于同一门店；此事件属于另一门店。",
)
NO_GOODS = Text(
    en="quantityList must have 1 to {most} entries, each with epcClass and quantity.",
    ko="quantityList에는 epcClass와 quantity가 있는 항목이 1~{most}개 있어야 합니다.",
    zh="quantityList 须有 1 至 {most} 项，每项含 epcClass 和 quantity。",
)
SINGLE_THINGS = Text(
    en="epcList names things by serial number; stock is kept by lot. Tell them in quantityList.",
    ko="epcList는 일련번호로 물건을 가리키지만 재고는 로트로 관리합니다. quantityList로 알려 주세요.",
    zh="epcList 以序列号指明物品，而库存按批次管理。请用 quantityList 告知。",
)
NO_CLASS = Text(
    en="epcClass {name} must be the Digital Link of a GTIN, with its lot where it has one.",
    ko="epcClass {name}은(는) GTIN의 Digital Link(로트가 있으면 함께)여야 합니다.",
    zh="epcClass {name} 须为 GTIN 的 Digital Link（有批次时一并给出）。",
)
NO_QUANTITY = Text(
    en="The quantity of {name} must be a whole number of pieces without uom, or a weight in KGM or GRM, or a volume in LTR or MLT, as the product is kept.",
    ko="{name}의 수량은 상품 관리 단위에 따라 uom 없는 개수(정수), KGM·GRM 중량 또는 LTR·MLT 용량이어야 합니다.",
    zh="{name} 的数量须按商品的管理单位给出：无 uom 的整件数，KGM 或 GRM 重量，或 LTR、MLT 容量。",
)
NO_DATE = Text(
    en="The date {value} in ilmd is no date.",
    ko="ilmd의 날짜 {value}은(는) 날짜가 아닙니다.",
    zh="ilmd 中的日期 {value} 无效。",
)
TOLD_TWICE = Text(
    en="This eventID stands in the document twice.",
    ko="이 eventID가 문서에 두 번 있습니다.",
    zh="该 eventID 在文件中出现两次。",
)
SAID_OTHERWISE = Text(
    en="Another event was taken under this eventID before.",
    ko="이 eventID로 다른 이벤트가 이미 반영되었습니다.",
    zh="此前已以该 eventID 接收过另一事件。",
)
OURS = Text(
    en="This eventID is of an event of ours.",
    ko="이 eventID는 저희 이벤트의 것입니다.",
    zh="该 eventID 属于我方事件。",
)
