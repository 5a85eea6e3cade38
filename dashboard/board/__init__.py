"""What every page of figures does: filters, figures, cards, tables, downloads, the cases behind a mark.

A page names its parts; the board lays them out and answers for them, each callback with a permission.
"""

from dashboard.board.board import Board
from dashboard.board.parts import Block, Cards, CaseQuery, Choice, Figure
from dashboard.board.view import View

__all__ = ["Block", "Board", "Cards", "CaseQuery", "Choice", "Figure", "View"]
