"""The facts of EPCIS 2.0 that our documents have to keep, as a JSON schema of our own: which fields an event has, which it must have,
which words the vocabulary of business (CBV 2.0) knows, and that nothing but a name with a prefix may be added."""

from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

URI = {"type": "string", "pattern": r"^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+$"}
TIME = {
    "type": "string",
    "format": "date-time",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$",
}
PLACE = {"type": "object", "required": ["id"], "properties": {"id": URI}}
STEPS = [
    "accepting",
    "arriving",
    "assembling",
    "collecting",
    "commissioning",
    "consigning",
    "creating_class_instance",
    "cycle_counting",
    "decommissioning",
    "departing",
    "destroying",
    "disassembling",
    "dispensing",
    "encoding",
    "entering_exiting",
    "holding",
    "inspecting",
    "installing",
    "killing",
    "loading",
    "other",
    "packing",
    "picking",
    "receiving",
    "removing",
    "repackaging",
    "repairing",
    "replacing",
    "reserving",
    "retail_selling",
    "sampling",
    "sensor_reporting",
    "shipping",
    "staging_outbound",
    "stock_taking",
    "stocking",
    "storing",
    "transporting",
    "unloading",
    "unpacking",
    "void_shipping",
]
DISPOSITIONS = [
    "active",
    "available",
    "completeness_inferred",
    "completeness_verified",
    "conformant",
    "container_closed",
    "container_open",
    "damaged",
    "destroyed",
    "dispensed",
    "disposed",
    "encoded",
    "expired",
    "in_progress",
    "in_transit",
    "inactive",
    "mismatch_class",
    "mismatch_instance",
    "mismatch_quantity",
    "needs_replacement",
    "no_pedigree_match",
    "non_conformant",
    "non_sellable_other",
    "partially_dispensed",
    "recalled",
    "reserved",
    "retail_sold",
    "returned",
    "sellable_accessible",
    "sellable_not_accessible",
    "stolen",
    "unavailable",
    "unknown",
]
AMOUNT = {
    "type": "object",
    "required": ["epcClass", "quantity"],
    "properties": {
        "epcClass": URI,
        "quantity": {"type": "number", "exclusiveMinimum": 0},
        "uom": {"type": "string", "pattern": "^[A-Z0-9]{2,3}$"},
    },
    "additionalProperties": False,
}
EVERY: dict[str, Any] = {
    "@context": {"type": "array"},
    "eventID": URI,
    "eventTime": TIME,
    "recordTime": TIME,
    "eventTimeZoneOffset": {"type": "string", "pattern": r"^[+-]((0\d|1[0-3]):[0-5]\d|14:00)$"},
    "action": {"enum": ["ADD", "OBSERVE", "DELETE"]},
    "bizStep": {"enum": STEPS},
    "disposition": {"enum": DISPOSITIONS},
    "readPoint": PLACE,
    "bizLocation": PLACE,
    "bizTransactionList": {
        "type": "array",
        "items": {"type": "object", "required": ["bizTransaction"], "properties": {"bizTransaction": URI}},
    },
}
AMOUNTS = {"type": "array", "minItems": 1, "items": AMOUNT}
OF_KIND: dict[str, dict[str, Any]] = {
    "ObjectEvent": {"quantityList": AMOUNTS},
    "AggregationEvent": {"parentID": URI, "childQuantityList": AMOUNTS},
}
MUST: dict[str, list[str]] = {"ObjectEvent": ["quantityList"], "AggregationEvent": ["parentID"]}


def _event(kind: str, *more: str) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["type", "eventTime", "eventTimeZoneOffset", "action", *MUST[kind], *more],
        "properties": EVERY | {"type": {"const": kind}} | OF_KIND[kind],
        "patternProperties": {"^newretail:[a-z]+$": {"type": "string"}},
        "additionalProperties": False,
    }


EVENT: dict[str, Any] = {"oneOf": [_event(kind) for kind in OF_KIND]}
EVENT_ALONE: dict[str, Any] = {"oneOf": [_event(kind, "@context") for kind in OF_KIND]}
QUERY_DOCUMENT: dict[str, Any] = {
    "type": "object",
    "required": ["@context", "type", "schemaVersion", "creationDate", "epcisBody"],
    "properties": {
        "@context": {
            "type": "array",
            "contains": {"const": "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"},
        },
        "type": {"const": "EPCISQueryDocument"},
        "schemaVersion": {"const": "2.0"},
        "creationDate": TIME,
        "epcisBody": {
            "type": "object",
            "required": ["queryResults"],
            "properties": {
                "queryResults": {
                    "type": "object",
                    "required": ["resultsBody"],
                    "properties": {
                        "resultsBody": {
                            "type": "object",
                            "required": ["eventList"],
                            "properties": {"eventList": {"type": "array", "items": EVENT}},
                        }
                    },
                }
            },
        },
    },
    "additionalProperties": False,
}


def check(document: object, schema: dict[str, Any] = QUERY_DOCUMENT) -> None:
    """Raises ValidationError."""
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(document)
