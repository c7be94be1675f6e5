"""Tables of territories."""

from server.db.types import row_table
from server.territories.schema import TERRITORY

TERRITORIES = row_table(TERRITORY)
