"""Table of the templates of papers."""

from sqlalchemy import Index

from server.db.types import row_table
from server.papers.schema import PAPER_TEMPLATE

PAPER_TEMPLATES = row_table(PAPER_TEMPLATE, Index("ix_paper_template_state", "tenant_id", "state"))
