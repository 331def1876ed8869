"""Tables in and out: organizations, companies, people, participants, opportunities and the press archive.

A table is described once (:mod:`exchange.tables.catalog`) and read from that description by export and import alike,
so that what was exported can be imported again and changes nothing.
"""
