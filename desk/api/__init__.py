"""The staff's side of the API: drafts, texts, files and steps, by the forms and actions of the newsroom."""
