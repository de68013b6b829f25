"""The readers; none imports its library before a file of its kind is there."""

from kg.read import doc, docx, html, mhtml, odt, ofd, pdf, rtf, sheet, text

__all__ = ["doc", "docx", "html", "mhtml", "odt", "ofd", "pdf", "rtf", "sheet", "text"]
