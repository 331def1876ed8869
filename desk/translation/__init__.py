"""The translation desk: entries × languages with their states, and a translation beside its original."""
