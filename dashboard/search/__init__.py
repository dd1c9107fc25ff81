"""The search box: areas, special grids and cases by name, pinyin, code or number."""
