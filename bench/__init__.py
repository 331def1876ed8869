"""How long things take with much content: ``make bench``."""
