"""Pages of plain HTML that need no script: forms, tables and sentences in the look of the screens."""
