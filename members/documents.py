"""Files of this app: bytes from plain values, without a query."""

from lawfirm_party.common.documents.xlsx import CONTENT_TYPE, Column, build_xlsx

WIDTHS = {"序号": 5, "姓名": 12, "执业证号": 19}


def build_roster(title, table, proof):
    """The workbook of a roster_table."""
    columns = [Column(name, WIDTHS.get(name, 0)) for name in table.columns]
    return build_xlsx(title=title, columns=columns, rows=table.rows, proof=proof)


__all__ = ["CONTENT_TYPE", "build_roster"]
