"""The top floor: settings, addresses and pages that put the other apps together."""
