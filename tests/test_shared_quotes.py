"""The independent count of quoted phrases finds in the graph what reports share, and says what it sets aside."""

from __future__ import annotations

import os
import re
import runpy
import sys
from pathlib import Path

import pytest

from kg import pipeline

TOOL = Path(__file__).resolve().parents[1] / "tools" / "shared_quotes.py"
REPORTS = {
    "a.txt": "府山街道2020年工作总结\n一、2020年工作总结\n深化“红管家联盟”，推行“五张清单”，坚持“两个维护”，啃下“硬骨头”，获评“全国文明村”。\n",
    "b.txt": "蒲鞋市街道2020年工作总结\n一、2020年工作总结\n建成“红管家 联盟”5个，推行“五张清单”，坚持“两个维护”，啃下“硬骨头”，获评“全国文明村”。\n",
}


def counted(output: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    monkeypatch.setattr(sys, "argv", [str(TOOL), str(output), "--misses"])
    with pytest.raises(SystemExit) as stopped:
        runpy.run_path(str(TOOL), run_name="__main__")
    assert stopped.value.code == 0
    return capsys.readouterr().out


def test_what_two_reports_quote_is_found_or_set_aside_with_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text in REPORTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    pipeline.write(pipeline.build(sorted(tmp_path.glob("*.txt"))), tmp_path / "out")
    said = counted(tmp_path / "out", monkeypatch, capsys)
    assert said.startswith("5 phrases")
    assert "recall 1.000 (1 of 1" in said
    assert "红管家联盟 (2)" in said
    for reason, phrase in (
        ("boilerplate", "两个维护"),
        ("rhetoric", "硬骨头"),
        ("coined by any office", "五张清单"),
        ("honour", "全国文明村"),
    ):
        assert f"{reason}: {phrase} (2)" in said


def test_of_a_folder_of_reports_at_least_95_in_100_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = os.environ.get("KG_REPORTS", "")
    if not folder:
        pytest.skip("set KG_REPORTS to a folder of real reports that may not be shipped")
    pipeline.write(pipeline.build([folder]), tmp_path / "out")
    said = counted(tmp_path / "out", monkeypatch, capsys)
    found = re.search(r"recall ([01]\.[0-9]+)", said)
    assert found is not None
    assert float(found[1]) >= 0.95
