"""A city of two districts with two streets each and sixteen cases, small enough to count every KPI by hand."""
