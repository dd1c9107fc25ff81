"""What a briefing says: figures, sentences, areas that stand out, tables, and the stamp of what all of it rests on."""
