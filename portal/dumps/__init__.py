"""Every resource whole, as files that are made once a night, and the catalog that names them all."""
