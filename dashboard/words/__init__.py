"""The catalogue of sentences (zh-CN, en) and numbers as a reader of the language writes them."""
