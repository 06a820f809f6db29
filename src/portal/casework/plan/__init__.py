"""The Individual Work Plan and its amendments: what is in one, how it is kept, in which words it is shown."""
