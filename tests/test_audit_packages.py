"""`make audit` never lets silence pass for a clean bill: what could not be asked was not audited, and the words say so."""

import pytest

from tests.audit_packages import Audit, read_npm_audit, read_pip_audit

CLEAN = '{"dependencies": [{"name": "django", "version": "5.2.8", "vulns": []}], "fixes": []}'
WEAK = '{"dependencies": [{"name": "django", "version": "5.2.0", "vulns": [{"id": "PYSEC-2025-1"}, {"id": "PYSEC-2025-2"}]}]}'
NPM_CLEAN = '{"auditReportVersion": 2, "vulnerabilities": {}, "metadata": {}}'
NPM_WEAK = 'added 3 packages\n{"auditReportVersion": 2, "vulnerabilities": {"vite": {"name": "vite", "severity": "high"}}}'
NPM_AWAY = (
    '{"message": "request to https://registry.npmjs.org/-/npm/v1/security/audits/quick failed", "error": {}}'
)


@pytest.mark.parametrize("audit", [read_pip_audit(CLEAN, ""), read_npm_audit(NPM_CLEAN, "")])
def test_what_was_audited_and_is_clean_is_good(audit: Audit) -> None:
    assert audit.good and "no known weakness" in audit.verdict


@pytest.mark.parametrize(
    ("audit", "words"),
    [
        (read_pip_audit(WEAK, ""), "django 5.2.0: PYSEC-2025-1, PYSEC-2025-2"),
        (read_npm_audit(NPM_WEAK, ""), "vite: high"),
    ],
)
def test_a_weakness_is_named(audit: Audit, words: str) -> None:
    assert not audit.good and words in audit.verdict and "NOTHING" not in audit.verdict


@pytest.mark.parametrize(
    "audit",
    [
        read_pip_audit("", "ConnectionError: pypi.org"),
        read_pip_audit('{"dependencies": []}', "no such file"),
        read_npm_audit(NPM_AWAY, "403 Forbidden"),
        read_npm_audit("npm error audit endpoint returned an error", ""),
    ],
)
def test_silence_is_no_clean_bill(audit: Audit) -> None:
    assert not audit.good and "NOTHING WAS AUDITED" in audit.verdict
    assert audit.said in audit.verdict
