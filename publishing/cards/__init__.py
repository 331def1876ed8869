"""Cards that social networks show for a page: drawn here, one per language, and seen only while the page is."""

from publishing.cards.content import Card, Numeral
from publishing.cards.drawing import SIZE, draw

__all__ = ["SIZE", "Card", "Numeral", "draw"]
