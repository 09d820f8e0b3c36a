"""How the page of a proof looks, on the screen and on paper."""

from ml_connector.sync.proof.classes import Class

TINTS: dict[str, str] = {
    "loaded": "#7d9bb5",
    Class.KEPT_BACK.value: "#c58a2b",
    Class.MOVED_ON.value: "#9aa5b1",
    Class.NOT_LOADED.value: "#b9b0a2",
    Class.LEFT_OUT.value: "#d3b58c",
    Class.UNKNOWN_RATE.value: "#8d7bb0",
    Class.TRANSFERS.value: "#5f9e8f",
    Class.ALLOCATED.value: "#c7b66a",
    Class.REALISED.value: "#7fa650",
    Class.UNREALISED.value: "#a9c46c",
    Class.ROUNDING.value: "#d9d37a",
    Class.OPENING.value: "#6f86c9",
    Class.NO_SOURCE.value: "#c9a0b4",
    Class.PAYROLL.value: "#77b6c9",
    Class.INVENTORY.value: "#a3876b",
    Class.UNEXPLAINED.value: "#c8321f",
}
"""A colour for what was loaded and for each class; only what nothing explains is red."""

STYLE = """
:root{color-scheme:light}
body{margin:0;background:#f4f5f3;color:#22282e;font:15px/1.5 "Segoe UI",system-ui,-apple-system,sans-serif}
main{max-width:72rem;margin:0 auto;padding:2rem 1.5rem 4rem}
h1{font-size:1.5rem;margin:0 0 .25rem}h2{font-size:1.15rem;margin:0 0 .5rem}h3{font-size:1rem;margin:1.75rem 0 .5rem}
section{background:#fff;border:1px solid #dcdfdb;border-radius:6px;padding:1.25rem 1.5rem;margin:1.25rem 0}
.verdict{font-size:1.1rem;font-weight:600;margin:.25rem 0 0}
.well{color:#1f6b45}.badly{color:#b32614;font-weight:600}
.note{color:#5b646d;font-size:.87rem;margin:.25rem 0}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;padding:0;margin:1rem 0 .5rem;font-size:.87rem}
.legend i{display:inline-block;width:.8rem;height:.8rem;border-radius:2px;margin-right:.4rem;vertical-align:-1px}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{padding:.3rem .6rem;text-align:right;border-bottom:1px solid #eceeeb;vertical-align:top}
thead th{font-size:.8rem;color:#5b646d;font-weight:600;border-bottom-color:#cfd3ce;vertical-align:bottom}
th[scope=row]{text-align:left;font-weight:500;white-space:nowrap}
thead th:first-child,td:first-child,.loads td:nth-child(-n+3),.loads td:last-child,
.loads thead th:nth-child(-n+3),.loads thead th:last-child{text-align:left}
.bar{width:50%;padding:.35rem 0}.bar div{display:flex;height:1.1rem}
.bar i{display:block;height:100%;min-width:3px}
.wide{overflow-x:auto}details{margin-top:1.5rem}summary{cursor:pointer;font-weight:600}
@media print{body{background:#fff;font-size:11px}main{max-width:none;padding:0}section{border:0;padding:0}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}tr{break-inside:avoid}details:not([open]){display:none}}
"""
